import {answerReport} from '../../../store/selectors/answer-report.js';
import type {Turn} from '../../../store/state.js';
import {readCommand, readReport, type Report} from './report.js';

/** The parts of an answer that the keys for copying and alerting take, whichever form it has. `restore` gives a command as it would be run, which is what its risk is judged by; it is kept as it was written. */
export function readAnswer(turn: Turn, restore?: (text: string) => string): Pick<Report, 'headline' | 'command' | 'slackLine'> {
	const report = answerReport(turn);
	if (!report) {
		return readReport(turn.text, restore);
	}

	return {
		headline: report.headline === '' ? undefined : report.headline,
		command: report.command && readCommand([report.command.text], restore),
		slackLine: report.slackSummary === '' ? undefined : report.slackSummary.slice(0, maxSlackLength),
	};
}

const maxSlackLength = 400;
