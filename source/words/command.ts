import type {CommandJudgement} from '../shell/judgement.js';

/** What a command does, as it is told beside it: `read only`, `changes things: deletes files`. */
export function effectWords({effect, reason}: CommandJudgement): string {
	switch (effect) {
		case 'reads': {
			return 'read only';
		}

		case 'changes': {
			return `changes things: ${reason ?? 'read before you run'}`;
		}

		case 'reveals': {
			return `careful: ${reason ?? 'read before you run'}`;
		}

		case 'unknown': {
			return `unknown: read before you run${reason === undefined ? '' : ` (${reason})`}`;
		}
	}
}
