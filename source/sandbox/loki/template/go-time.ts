const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const layoutParts = /2006|January|Jan|Monday|Mon|MST|Z07:00|-07:00|-0700|Z0700|[,.]0+(?!\d)|[,.]9+(?!\d)|01|02|03|04|05|06|15|PM|pm|_2|[1-5]/g;

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment of a template, in UTC, with nanoseconds. */
export class GoTime {
	constructor(
		readonly ms: number,
		readonly subNs = 0,
	) {}

	/** The moment in a layout of Go: `2006-01-02T15:04:05Z07:00`. */
	format(layout: string): string {
		const date = new Date(this.ms);
		if (Number.isNaN(date.getTime())) {
			return '';
		}

		const fraction = `${String(date.getUTCMilliseconds()).padStart(3, '0')}${String(this.subNs).padStart(6, '0')}`;
		const hour = date.getUTCHours();
		const parts: Readonly<Record<string, string>> = {
			2006: String(date.getUTCFullYear()).padStart(4, '0'),
			'06': two(date.getUTCFullYear() % 100),
			January: months[date.getUTCMonth()]!,
			Jan: months[date.getUTCMonth()]!.slice(0, 3),
			Monday: days[date.getUTCDay()]!,
			Mon: days[date.getUTCDay()]!.slice(0, 3),
			MST: 'UTC',
			'Z07:00': 'Z',
			Z0700: 'Z',
			'-07:00': '+00:00',
			'-0700': '+0000',
			'01': two(date.getUTCMonth() + 1),
			1: String(date.getUTCMonth() + 1),
			'02': two(date.getUTCDate()),
			_2: String(date.getUTCDate()).padStart(2, ' '),
			2: String(date.getUTCDate()),
			15: two(hour),
			'03': two(hour % 12 || 12),
			3: String(hour % 12 || 12),
			'04': two(date.getUTCMinutes()),
			4: String(date.getUTCMinutes()),
			'05': two(date.getUTCSeconds()),
			5: String(date.getUTCSeconds()),
			PM: hour < 12 ? 'AM' : 'PM',
			pm: hour < 12 ? 'am' : 'pm',
		};
		return layout.replaceAll(layoutParts, part => {
			if (!/^[,.]/.test(part)) {
				return parts[part]!;
			}

			const digits = fraction.slice(0, part.length - 1);
			if (part[1] === '0') {
				return part[0]! + digits;
			}

			const kept = digits.replace(/(?<!0)0+$/, '');
			return kept === '' ? '' : part[0]! + kept;
		});
	}
}

const patterns: Readonly<Record<string, string>> = {
	2006: String.raw`(?<year>\d{4})`,
	January: `(?<month>${months.join('|')})`,
	Jan: `(?<month>${months.map(name => name.slice(0, 3)).join('|')})`,
	Monday: `(?:${days.join('|')})`,
	Mon: `(?:${days.map(name => name.slice(0, 3)).join('|')})`,
	MST: '[A-Z]{3,4}',
	'Z07:00': String.raw`(?<zone>Z|[+-]\d{2}:\d{2})`,
	Z0700: String.raw`(?<zone>Z|[+-]\d{4})`,
	'-07:00': String.raw`(?<zone>[+-]\d{2}:\d{2})`,
	'-0700': String.raw`(?<zone>[+-]\d{4})`,
	'01': String.raw`(?<month>\d{2})`,
	1: String.raw`(?<month>\d{1,2})`,
	'02': String.raw`(?<day>\d{2})`,
	_2: String.raw` ?(?<day>\d{1,2})`,
	2: String.raw`(?<day>\d{1,2})`,
	15: String.raw`(?<hour>\d{2})`,
	'03': String.raw`(?<hour>\d{2})`,
	3: String.raw`(?<hour>\d{1,2})`,
	'04': String.raw`(?<minute>\d{2})`,
	4: String.raw`(?<minute>\d{1,2})`,
	'05': String.raw`(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?`,
	5: String.raw`(?<second>\d{1,2})(?:[.,](?<fraction>\d{1,9}))?`,
	'06': String.raw`(?<shortYear>\d{2})`,
	PM: '(?<half>AM|PM)',
	pm: '(?<half>am|pm)',
};

const zoneMinutes = (zone: string | undefined): number => {
	const match = /([+-])(\d{2}):?(\d{2})/.exec(zone ?? '');
	return match ? Number(`${match[1]}1`) * ((Number(match[2]) * 60) + Number(match[3])) : 0;
};

/** Reads a moment in a layout of Go; undefined where the text does not fit it. */
export const parseGoTime = (layout: string, text: string): GoTime | undefined => {
	const source = layout.replaceAll(/[$()*+?[\\\]^{|}]/g, String.raw`\$&`).replaceAll(layoutParts, part => patterns[part] ?? '');
	let fields: Record<string, string | undefined>;
	try {
		const match = new RegExp(`^${source}$`).exec(text);
		if (!match) {
			return undefined;
		}

		fields = match.groups ?? {};
	} catch {
		return undefined;
	}

	const month = fields.month ?? '1';
	const monthIndex = /^\d/.test(month) ? Number(month) - 1 : months.findIndex(name => name.startsWith(month.slice(0, 3)));
	const isAfternoon = fields.half?.toLowerCase() === 'pm';
	const hour = Number(fields.hour ?? 0);
	const year = fields.year === undefined && fields.shortYear !== undefined
		? Number(fields.shortYear) + (Number(fields.shortYear) >= 69 ? 1900 : 2000)
		: Number(fields.year ?? 0);
	const date = new Date(0);
	date.setUTCFullYear(year, monthIndex, Number(fields.day ?? 1));
	date.setUTCHours(fields.half === undefined ? hour : (hour % 12) + (isAfternoon ? 12 : 0), Number(fields.minute ?? 0), Number(fields.second ?? 0));
	const fraction = (fields.fraction ?? '').padEnd(9, '0');
	const zoneMs = zoneMinutes(fields.zone) * 60_000;
	return new GoTime(date.getTime() - zoneMs + Number(fraction.slice(0, 3)), Number(fraction.slice(3)));
};
