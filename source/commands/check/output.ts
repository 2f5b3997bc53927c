import {printError, printJson, printWhole} from '../shared/print.js';
import {deliverySentence} from '../../words/delivery.js';
import type {CheckFormat} from './options.js';
import {checkEvents} from './events.js';
import type {CheckReport} from './report.js';
import {checkLines} from './text.js';

export type OutputOptions = {
	readonly format: CheckFormat;
	readonly timeZone: string | undefined;
	/** The only report; of several, each JSON document is one line and each text ends with an empty one. */
	readonly isOne: boolean;
};

/** Results to stdout, and nothing else; what went wrong to stderr. */
export async function writeReport(report: CheckReport, {format, timeZone, isOne}: OutputOptions): Promise<void> {
	const troubles = troubleLines(report);
	if (troubles.length > 0) {
		printError(...troubles);
	}

	if (format === 'json') {
		await printJson([report], isOne ? 2 : undefined);
	} else if (format === 'ndjson') {
		await printJson(checkEvents(report));
	} else if (!report.error) {
		await printWhole([...checkLines(report, timeZone), ...isOne ? [] : ['']]);
	}
}

const undeliveredResults = ['failed', 'unsure', 'withheld'] as const;

function troubleLines({error, notes, alerts}: CheckReport): readonly string[] {
	const undelivered = alerts.flatMap(({result, ...alert}) => {
		const outcome = undeliveredResults.find(each => each === result);
		return outcome === undefined ? [] : [{...alert, what: deliverySentence(outcome)}];
	});
	return [
		...error ? [`${error.what}: ${error.why}. ${error.nextStep}`] : [],
		...notes.map(note => `note: ${note}`),
		...undelivered.map(({what, service, why, nextStep}) => `The alert of ${service} ${what}: ${[why, nextStep].filter(part => part !== undefined).join(' ')}`),
	];
}
