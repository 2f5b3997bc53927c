import {judgeCommand} from '../../shell/command-effect.js';
import {wrap} from '../../terminal/wrap.js';
import {effectWords} from '../../words/command.js';
import type {Verdict} from '../../facts/verdict.js';
import type {Reader} from '../../words/reader.js';
import {
	causeWords,
	escalationReason,
	verdictFindings,
	verdictHeadline,
	verdictLine,
} from '../../words/verdict.js';
import type {StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';

/** The rule-based verdict in the places that an analysis has. */
export function verdictText(verdict: Verdict, width: number, reader: Reader): readonly StyledRow[] {
	const paragraph = (text: string, tone: Tone = 'plain', indent = ' '): StyledRow[] => wrap(text, width - indent.length).map(row => [[indent], [row, tone]]);
	const rows: StyledRow[] = [...paragraph(verdictHeadline(verdict, reader), 'bold'), []];
	const cause = causeWords(verdict, reader);
	if (cause) {
		rows.push([[' Likely cause', 'heading']], ...paragraph(`${cause.name}: ${cause.reason}`, 'plain', ' '.repeat(3)), []);
	}

	const findings = verdictFindings(verdict, reader);
	if (findings.length > 0) {
		rows.push([[' Findings', 'heading']]);
		for (const finding of findings) {
			rows.push(...paragraph(finding, 'plain', ' '.repeat(3)).map((row, index): StyledRow => index === 0 ? [[' - '], ...row.slice(1)] : row));
		}

		rows.push([]);
	}

	if (verdict.command) {
		rows.push([[' Run now', 'heading'], [`   ${effectWords(judgeCommand(verdict.command.text))}; y copies it, nothing is run`, 'dim']], ...paragraph(verdict.command.text, 'key', ' '.repeat(3)), ...paragraph(verdict.command.purpose, 'dim', ' '.repeat(3)), []);
	}

	rows.push(
		[[' Escalate', 'heading'], [verdict.escalate.decision ? '   yes' : '   no', verdict.escalate.decision ? 'critical' : 'good']],
		...paragraph(escalationReason(verdict, reader), 'plain', ' '.repeat(3)),
		[],
		[[' Slack', 'heading']],
		...paragraph(verdictLine(verdict, reader), 'plain', ' '.repeat(3)),
	);
	return rows;
}
