import type {SeenEvidence, SeenLine, SeenPattern} from '../evidence.js';
import {
	cite,
	findLine,
	percent,
	plainWords,
} from '../quote.js';
import type {AnsweredCall} from '../tool-results.js';
import type {ScriptedReport} from './report.js';

const instructionMark = /ignore (?:all )?previous instructions/i;
/** A pattern is loud from this share on, and no news where its share has changed by less than this factor. */
const loudShare = 0.05;
const unchangedFactor = 1.6;
/** What gets the blame is what sounds like trouble. */
const quietLevels: ReadonlySet<string> = new Set(['debug', 'info']);
const maxNoise = 2;
const longestReason = 120;

const instruction = (evidence: SeenEvidence): SeenLine | undefined => findLine(evidence, instructionMark);

/** Text in the logs that reads as an instruction, named as what it is. */
const injectionNotes = (evidence: SeenEvidence): readonly string[] => {
	const line = instruction(evidence);
	return line === undefined ? [] : [`${cite(line, instructionMark)} is text that reads as an instruction. It was not followed.`];
};

/** Loud, and as loud before: it explains nothing. */
const isNoise = ({isNew, level, share, shareBefore = 0}: SeenPattern): boolean => !isNew && !quietLevels.has(level) && share >= loudShare
	&& shareBefore * unchangedFactor >= share && shareBefore <= share * unchangedFactor;

const noiseNotes = (evidence: SeenEvidence): readonly string[] => evidence.patterns
	.filter(pattern => isNoise(pattern))
	.toSorted((a, b) => b.share - a.share)
	.slice(0, maxNoise)
	.map(({template, share, shareBefore}) => `${plainWords(template)}: loud, and no news: ${percent(share)} now, ${percent(shareBefore ?? 0)} before`);

const sampleGaps = ({sample, leftOut}: SeenEvidence): readonly string[] => {
	const [read = ''] = sample.split(';', 1);
	const [, some, all] = /^([\d,]+) of ([\d,]+) /.exec(read) ?? [];
	return [
		...(read === '' || some === all ? [] : [`${plainWords(read)}: what is not among them may still have happened.`]),
		...(leftOut === '' || leftOut === 'nothing' ? [] : [`The evidence had no room for ${plainWords(leftOut)}.`]),
	];
};

/** The `error` of a refusal in JSON, else the text as it is. */
function reasonOf(text: string): string {
	try {
		const {error} = JSON.parse(text) as {readonly error?: unknown};
		return typeof error === 'string' ? error : text;
	} catch {
		return text;
	}
}

/** What tools did not bring. */
export const toolGaps = (calls: readonly AnsweredCall[]): readonly string[] => calls
	.filter(({isError}) => isError)
	.map(({name, text}) => ({name, reason: plainWords(reasonOf(text)).slice(0, longestReason)}))
	// A question that was asked before hides nothing: its answer stands further up.
	.filter(({reason}) => !reason.includes('asked before'))
	.map(({name, reason}) => `The call of ${name} failed${reason === '' ? '' : ` (${reason})`}: what it would have shown is not known.`);

/** Adds to a script's report what every report says: noise, instructions in the logs, and what was not seen. */
export const completed = (report: ScriptedReport, evidence: SeenEvidence, calls: readonly AnsweredCall[]): ScriptedReport => ({
	...report,
	ruledOut: [...report.ruledOut, ...noiseNotes(evidence), ...injectionNotes(evidence)],
	gaps: [...report.gaps, ...toolGaps(calls), ...sampleGaps(evidence)],
});

/** The notes that stand below the causes in Markdown, which has no place of their own for them. */
export const markdownNotes = (evidence: SeenEvidence, calls: readonly AnsweredCall[]): readonly string[] => [
	...injectionNotes(evidence).map(note => `Not evidence of a cause: ${note}`),
	...toolGaps(calls),
];
