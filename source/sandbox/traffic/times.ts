const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const minuteMs = 60_000;
const twoDigits = Array.from({length: 60}, (_, number) => String(number).padStart(2, '0'));
const threeDigits = Array.from({length: 1000}, (_, number) => String(number).padStart(3, '0'));
/** Most lines are of the same minute as the line before: a day is written twice as fast with its text at hand. */
let lastMinute = {minute: NaN, text: ''};

/** `2026-11-23T15:04:05.123Z` */
export const isoTime = (timeMs: number): string => {
	const wholeMs = Math.floor(timeMs);
	const minute = Math.floor(wholeMs / minuteMs);
	if (minute !== lastMinute.minute) {
		lastMinute = {minute, text: new Date(minute * minuteMs).toISOString().slice(0, 17)};
	}

	const restMs = wholeMs - (minute * minuteMs);
	return `${lastMinute.text}${twoDigits[Math.floor(restMs / 1000)] ?? ''}.${threeDigits[restMs % 1000] ?? ''}Z`;
};

/** `2026-11-23 15:04:05.123`, as Spring Boot and logback write it. */
export const javaTime = (timeMs: number): string => isoTime(timeMs).replace('T', ' ').slice(0, -1);

/** `2026-11-23 15:04:05,123`, as Python's logging writes it. */
export const pythonTime = (timeMs: number): string => javaTime(timeMs).replace('.', ',');

/** `23/Nov/2026:15:04:05 +0000`, as an nginx access log writes it. */
export const nginxAccessTime = (timeMs: number): string => {
	const iso = isoTime(timeMs);
	const month = months[Number(iso.slice(5, 7)) - 1] ?? '';
	return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};

/** `2026/11/23 15:04:05`, as an nginx error log writes it. */
export const nginxErrorTime = (timeMs: number): string => isoTime(timeMs).slice(0, 19).replaceAll('-', '/').replace('T', ' ');

/** `1123 15:04:05.123000`, as klog writes it after the level's letter. */
export const klogTime = (timeMs: number): string => {
	const iso = isoTime(timeMs);
	return `${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 23)}000`;
};
