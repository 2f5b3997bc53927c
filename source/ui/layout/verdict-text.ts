import {wrap} from '../../terminal/wrap.js';
import type {Verdict} from '../../investigate/types.js';
import type {StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';

/** The rule-based verdict in the places that an analysis has. */
export function verdictText(verdict: Verdict, width: number): readonly StyledRow[] {
	const paragraph = (text: string, tone: Tone = 'plain', indent = ' '): StyledRow[] => wrap(text, width - indent.length).map(row => [[indent], [row, tone]]);
	const rows: StyledRow[] = [...paragraph(verdict.headline, 'bold'), []];
	if (verdict.cause) {
		rows.push([[' Likely cause', 'heading']], ...paragraph(`${verdict.cause.name}: ${verdict.cause.reason}`, 'plain', ' '.repeat(3)), []);
	}

	if (verdict.findings.length > 0) {
		rows.push([[' Findings', 'heading']]);
		for (const finding of verdict.findings) {
			rows.push(...paragraph(finding, 'plain', ' '.repeat(3)).map((row, index): StyledRow => index === 0 ? [[' - '], ...row.slice(1)] : row));
		}

		rows.push([]);
	}

	if (verdict.command) {
		rows.push([[' Run now', 'heading'], ['   read only; y copies it, nothing is run', 'dim']], ...paragraph(verdict.command.text, 'key', ' '.repeat(3)), ...paragraph(verdict.command.purpose, 'dim', ' '.repeat(3)), []);
	}

	rows.push(
		[[' Escalate', 'heading'], [verdict.escalate.decision ? '   yes' : '   no', verdict.escalate.decision ? 'critical' : 'good']],
		...paragraph(verdict.escalate.reason, 'plain', ' '.repeat(3)),
		[],
		[[' Slack', 'heading']],
		...paragraph(verdict.slackSummary, 'plain', ' '.repeat(3)),
	);
	return rows;
}
