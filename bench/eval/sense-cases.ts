import type {AnomalyKind} from '../../source/detect/types.js';
import type {
	EvalCase,
	Format,
	Service,
	Speech,
	Story,
} from './types.js';
import {bystanders} from './usual.js';

/** What one of the senses must see in one format of logs, or must not. */
export type SenseCase = {
	readonly name: string;
	readonly format: Format;
	/** The kind of anomaly that opens; undefined where all must stay calm. */
	readonly kind: AnomalyKind | undefined;
	readonly played: EvalCase;
};

export const watchedService = 'quotes';
const formats: readonly Format[] = ['json', 'spring', 'python', 'pino'];

const say = (perMinute: number, text: string, more: Partial<Speech> = {}): Speech => ({
	perMinute, level: 'info', text, ...more,
});
const lookUp = say(30, 'price looked up for item {n:1000-9999}');
const discount = say(24, 'discounts applied to quote {n:1000-9999}');
const build = say(20, 'quote built in {ms:40} ms');

type Told = {
	readonly name: string;
	readonly kind?: AnomalyKind;
	/** So long ago it began. */
	readonly minutes: number;
	readonly usual: readonly Speech[];
	readonly trouble?: readonly Speech[];
	/** What is left of all services' usual lines. */
	readonly share?: number;
};

const told: readonly Told[] = [
	{
		name: 'quiet error', kind: 'new-pattern', minutes: 6, usual: [lookUp, discount, build], trouble: [say(3, 'rounding table is empty for currency {pick:EUR|CHF|SEK}', {level: 'error', fromS: 0})],
	},
	{
		name: 'usual pattern stops', kind: 'pattern-vanished', minutes: 6, usual: [lookUp, {...discount, untilS: 0}, build],
	},
	{
		name: 'slower by number', kind: 'slow', minutes: 6, usual: [lookUp, discount, {...build, untilS: 0}], trouble: [say(20, 'quote built in {ms:1900} ms', {fromS: 0})],
	},
	{
		name: 'memory above limit', kind: 'new-warning', minutes: 6, usual: [lookUp, discount, build], trouble: [say(9, 'memory above soft limit: {n:910-990} MB of 900 MB', {level: 'warn', fromS: 0})],
	},
	{
		name: 'CPU', kind: 'new-warning', minutes: 6, usual: [lookUp, discount, build], trouble: [say(12, 'CPU {n:290-360} %', {level: 'warn', fromS: 0})],
	},
	{
		name: 'retry warnings', minutes: 6, usual: [lookUp, discount, build], trouble: [say(9, 'rate feed did not answer in 800 ms, retrying', {level: 'warn', fromS: 0})],
	},
	{
		name: 'deprecations', minutes: 6, usual: [lookUp, discount, build], trouble: [say(20, 'field discount_code is deprecated, use discounts', {level: 'warn', fromS: 0})],
	},
	{
		name: 'release warns at start', minutes: 3, usual: [lookUp, discount, build], trouble: [say(6, 'jmx exporter disabled, no port given', {level: 'warn', fromS: 30, untilS: 90})],
	},
	{
		name: 'config read again', minutes: 4, usual: [lookUp, discount, build], trouble: [say(90, 'setting pool.min is larger than pool.max, ignored', {level: 'warn', fromS: 60, untilS: 80})],
	},
	{
		name: 'batch ends', minutes: 6, usual: [lookUp, discount, build, say(60, 'row {n:1-90000} imported', {fromS: -900, untilS: 0})],
	},
	{
		name: 'cache warms up', minutes: 3, usual: [lookUp, discount, {...build, untilS: 0}], trouble: [
			say(2, 'cache warmed up in {n:20000-40000} ms', {fromS: 0, untilS: 60}),
			say(20, 'quote built in {ms:1500} ms', {fromS: 0, untilS: 60}),
			say(20, 'quote built in {ms:40} ms', {fromS: 60}),
		],
	},
	{
		name: 'feature off', minutes: 2, usual: [lookUp, {...discount, untilS: 0}, build], trouble: [say(0.01, 'feature discounts disabled by operator', {fromS: 0})],
	},
	{
		name: 'night comes', minutes: 6, usual: [lookUp, discount, build], share: 0.45,
	},
];

const storyOf = ({usual, trouble = [], share}: Told, format: Format): Story => {
	const services: readonly Service[] = [...bystanders, {
		name: watchedService, format, usual, trouble,
	}];
	return {
		services: services.map(service => ({...service, ...(share !== undefined && {usualShare: share})})),
		expected: {cause: undefined, first: watchedService, escalate: false},
	};
};

/** Each sense and each control, told in several formats of logs. */
export const senseCases: readonly SenseCase[] = told.flatMap(one => formats.map((format): SenseCase => {
	const story = storyOf(one, format);
	return {
		name: one.name, format, kind: one.kind, played: {
			name: `${one.name} in ${format}`, what: one.name, minutes: one.minutes, stories: [story, story],
		},
	};
}));
