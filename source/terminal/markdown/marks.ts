/** A run of `*` or `_` between texts. */
export type MarkRun = {
	readonly character: '*' | '_';
	/** 1 to 3: italic, bold, both. */
	readonly length: number;
	readonly canOpen: boolean;
	readonly canClose: boolean;
};

/** What a run does to the text behind it. */
export type MarkEffect = {
	/** Marks of the run that found no partner and are text. */
	literal: number;
	bold: number;
	italic: number;
};

type Opened = {
	readonly character: '*' | '_';
	/** 1 is italic, 2 bold. */
	readonly size: number;
	readonly effect: MarkEffect;
};

/**
Finds each mark's partner. At most one of each mark is open at a time, so a text of marks stays linear.
`isOpen`: the text may go on, so what was opened holds to its end.
*/
export function pairMarks(runs: readonly MarkRun[], isOpen: boolean): MarkEffect[] {
	let opened: Opened[] = [];
	const effects = runs.map(run => {
		const effect: MarkEffect = {literal: 0, bold: 0, italic: 0};
		let left = run.length;
		for (let partner = findPartner(opened, run, left); partner !== undefined; partner = findPartner(opened, run, left)) {
			apply(partner, partner.effect, 1);
			apply(partner, effect, -1);
			left -= partner.size;
			const kept = opened.indexOf(partner);
			dropMarks(opened.slice(kept + 1));
			opened = opened.slice(0, kept);
		}

		while (left > 0 && run.canOpen) {
			const size = left > 1 ? 2 : 1;
			if (opened.some(other => other.character === run.character && other.size === size)) {
				break;
			}

			opened.push({character: run.character, size, effect});
			left -= size;
		}

		effect.literal += left;
		return effect;
	});

	if (isOpen) {
		for (const mark of opened) {
			apply(mark, mark.effect, 1);
		}
	} else {
		dropMarks(opened);
	}

	return effects;
}

/** The innermost open mark that this run can close. */
function findPartner(opened: readonly Opened[], run: MarkRun, left: number): Opened | undefined {
	return run.canClose ? opened.findLast(({character, size}) => character === run.character && size <= left) : undefined;
}

function apply({size}: Opened, effect: MarkEffect, change: 1 | -1): void {
	if (size === 2) {
		effect.bold += change;
	} else {
		effect.italic += change;
	}
}

/** Marks without a partner are text. */
function dropMarks(marks: readonly Opened[]): void {
	for (const {size, effect} of marks) {
		effect.literal += size;
	}
}
