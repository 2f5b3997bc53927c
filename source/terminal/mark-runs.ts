
/** Marks on one character that are shown: more than any script puts there. */
const maxMarks = 8;
const firstMark = 0x03_00;

/** Characters that are drawn onto the one before and can be seen; what nobody sees is named elsewhere. */
const mark = String.raw`(?!\p{Default_Ignorable_Code_Point})\p{Mark}`;
const oneMark = new RegExp(mark, 'u');
const shownMarks = new RegExp(`^(?:${mark}){${maxMarks}}`, 'u');
const longRun = new RegExp(`(?:${mark}){${maxMarks + 1},}`, 'gu');

/** What is known of a code unit by now: testing all of them would cost at start-up. */
const known = new Uint8Array(0x1_00_00);

const isMark = (code: number): boolean => {
	known[code] ||= oneMark.test(String.fromCharCode(code)) ? 2 : 1;
	return known[code] === 2;
};

/** Whether more marks follow each other than are shown; not asked of texts with surrogates. */
export function hasLongMarkRun(text: string): boolean {
	let marks = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		marks = code >= firstMark && isMark(code) ? marks + 1 : 0;
		if (marks > maxMarks) {
			return true;
		}
	}

	return false;
}

/** A run of marks that would paint over its neighbours is cut, and says how much: `…+2,992 marks`. */
export const cutMarkRuns = (text: string): string => text.replaceAll(longRun, run => {
	const shown = shownMarks.exec(run)?.[0] ?? '';
	const left = [...run.slice(shown.length)].length;
	return `${shown}…+${(left).toLocaleString('en-US')} mark${left === 1 ? '' : 's'}`;
});
