const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}';
const clock = String.raw`(?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[,.:]\d{1,9})?(?: ?[AP]M)?`;
const dottedClock = String.raw`\d{1,2}\.\d{2}\.\d{2}(?:[,.]\d{1,9})?`;
const monthAndDay = String.raw`(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;
const zone = String.raw`(?: ?(?:Z|[+\-]\d{2}:?\d{2}|UTC|GMT|[CEMP][DS]T|CEST))?`;

const layouts = [
	// 2026-03-01T12:00:00.123Z, 2026/03/01 12:00:00, 2026-03-01-12.00.00.123456, 2026.03.01
	String.raw`\d{4}[\-./]\d{1,2}[\-./]\d{1,2}(?:[ \-:T_]{1,2}(?:${clock}|${dottedClock})${zone})?`,
	// 01/03/2026 12:00:00, 26/03/01 12:00:00, 01.03.2026 12:00:00, 3/1/2026, 12:00:00 PM
	String.raw`\d{1,2}[\-./]\d{1,2}[\-./]\d{2,4},? ${clock}${zone}`,
	// 10/Oct/2026:13:55:36 +0200, 10-Oct-2026 13:55:36
	String.raw`\d{1,2}[ \-/]${month}[ \-/]\d{4}[ :]${clock}${zone}`,
	// Sun Dec 04 04:47:44 2026, Dec  4 04:47:44, Dec 4 2026 04:47:44, Dec 4, 2026 4:47:44 AM
	String.raw`(?:${weekday},? )?${month} {1,2}\d{1,2}(?:,? \d{4})?,? ${clock}${zone}(?: \d{4})?`,
	String.raw`${weekday}, \d{1,2} ${month} \d{4} ${clock}${zone}`,
	// 03-17 16:13:38.811, 07.26 13:30:49
	String.raw`\d{2}[\-./]\d{2} ${clock}`,
	// 20260301-22:15:29:606, 20260301 221529, 260301 221529, 260301 22:15:29
	String.raw`(?:19|20)?\d{2}${monthAndDay}[ \-T_](?:${clock}|[0-2]\d[0-5]\d[0-5]\d(?:[,.]\d{1,9})?)${zone}`,
	// 22:15:29.606, 12:01PM
	`${clock}${zone}`,
	String.raw`\d{1,2}:\d{2}[AP]M`,
	// Seconds, milliseconds, microseconds or nanoseconds since the epoch, from 2001 to 2033.
	String.raw`1\d{9}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?`,
];

const timestampExpression = new RegExp(String.raw`(?:${layouts.join('|')})(?!\w|:\w)`, 'y');

/** The index behind the timestamp that begins at an index; 0 where none does. */
export function timestampEnd(text: string, start: number): number {
	timestampExpression.lastIndex = start;
	return timestampExpression.test(text) ? timestampExpression.lastIndex : 0;
}
