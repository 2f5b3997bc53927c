import type {Turn} from '../store/analysis.js';
import {
	maxSlackLength,
	readCommand,
	readReport,
	type Report,
} from './markdown-parts.js';
import {answerReport} from './report.js';

/** The parts of an answer that the keys for copying and alerting take, whichever form it has. */
export function readAnswer(turn: Turn): Pick<Report, 'headline' | 'command' | 'slackLine'> {
	const report = answerReport(turn);
	if (!report) {
		return readReport(turn.text);
	}

	return {
		headline: report.headline === '' ? undefined : report.headline,
		command: report.command && readCommand([report.command.text]),
		slackLine: report.slackSummary === '' ? undefined : report.slackSummary.slice(0, maxSlackLength),
	};
}
