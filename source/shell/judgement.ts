/** What a command does: nothing but read, change something, show secrets or send data away, or what the rules here do not know. */
export type CommandEffect = 'reads' | 'changes' | 'reveals' | 'unknown';

export type CommandJudgement = {
	readonly effect: CommandEffect;
	/** In a few words; undefined where it only reads. */
	readonly reason: string | undefined;
};

export const reads: CommandJudgement = {effect: 'reads', reason: undefined};
export const unknown = (reason: string): CommandJudgement => ({effect: 'unknown', reason});
export const changes = (reason: string): CommandJudgement => ({effect: 'changes', reason});
export const reveals = (reason: string): CommandJudgement => ({effect: 'reveals', reason});

export const showsSecrets = reveals('shows secrets');
export const showsEnvironment = reveals('shows the environment, in which secrets often are');
export const sendsAway = reveals('sends data to somewhere else');

const gravest: ReadonlyArray<CommandJudgement['effect']> = ['changes', 'reveals', 'unknown', 'reads'];

/** The gravest of several; the first of its kind. Of none, `unknown`. */
export function worst(judgements: readonly CommandJudgement[]): CommandJudgement {
	for (const effect of gravest) {
		const found = judgements.find(judgement => judgement.effect === effect);
		if (found) {
			return found;
		}
	}

	return unknown('there is no command in it');
}

/** What a program's judge is told besides its arguments. */
export type Call = {
	readonly args: readonly string[];
	/** The program's name without its directory. */
	readonly name: string;
	/** Whether another program writes into it, or a file is read into it. */
	readonly isFed: boolean;
	/** Judges what it runs in turn: words as they are, or a text that a shell reads. */
	readonly judgeWords: (words: readonly string[]) => CommandJudgement;
	readonly judgeScript: (script: string) => CommandJudgement;
};

/** What a program does with these arguments. */
export type Judge = (call: Call) => CommandJudgement;
