import type {Random} from '../../source/sandbox/traffic/random.js';

export type FillContext = {
	readonly random: Random;
	readonly pod: string;
	readonly service: string;
	readonly version: string;
};

const placeholder = /\{(n|hex|uuid|ip|ms|pick|pod|service|version|trace|user)(?::([^{}]*))?\}/g;
const users = ['amelia', 'noah', 'li.wei', 'fatima', 'jonas', 'sofia', 'omar', 'priya'] as const;

const numberBetween = (random: Random, bounds: string): string => {
	const [from = 0, to = 0] = bounds.split('-').map(Number);
	return String(random.int(from, to));
};

const values: Readonly<Record<string, (context: FillContext, argument: string) => string>> = {
	n: ({random}, bounds) => numberBetween(random, bounds),
	hex: ({random}, digits) => random.hex(Number(digits)),
	uuid: ({random}) => [8, 4, 4, 4, 12].map(digits => random.hex(digits)).join('-'),
	ip: ({random}) => `10.${random.int(1, 40)}.${random.int(0, 255)}.${random.int(2, 254)}`,
	ms: ({random}, median) => String(random.durationMs(Number(median))),
	pick: ({random}, choices) => random.pick(choices.split('|')),
	pod: ({pod}) => pod,
	service: ({service}) => service,
	version: ({version}) => version,
	trace: ({random}) => random.hex(32),
	user: ({random}) => random.pick(users),
};

/** `took {ms:40} ms` is `took 37 ms`: numbers `{n:1-9}`, `{hex:8}`, `{uuid}`, `{ip}`, durations by their median `{ms:40}`, choices `{pick:a|b}`, `{pod}`, `{service}`, `{version}`, `{trace}`, `{user}`. */
export const fill = (template: string, context: FillContext): string => template.replaceAll(placeholder, (_, name: string, argument: string | undefined) => values[name]!(context, argument ?? ''));
