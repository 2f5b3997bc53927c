/** What a press of the key means. */
export type Press =
	/** Send these: to all, or to those that have not got it yet. */
	| {readonly type: 'send'; readonly keys: readonly string[]}
	/** All were sent a short time ago; a second press before `untilMs` sends them again. */
	| {readonly type: 'confirm'; readonly sentMs: number; readonly untilMs: number};

export type Cooldown = {
	/** Asks which of some messages may be sent now: the same alert, a key for each target. */
	readonly press: (keys: readonly string[], nowMs: number) => Press;
	/** Notes that one was sent, or may have been. */
	readonly sent: (key: string, atMs: number) => void;
};

export type CooldownOptions = {
	readonly cooldownMs: number;
	/** How long the second press is waited for. */
	readonly confirmMs?: number;
};

type Entry = {
	readonly sentMs: number;
	readonly askedMs: number | undefined;
};

const defaultConfirmMs = 10_000;
const maxEntries = 500;

/** Keeps one alert from being sent twice by accident: within its cooldown it asks for a second press. */
export function createCooldown({cooldownMs, confirmMs = defaultConfirmMs}: CooldownOptions): Cooldown {
	const entries = new Map<string, Entry>();

	const remember = (key: string, entry: Entry): void => {
		entries.delete(key);
		entries.set(key, entry);
		const [oldest] = entries.keys();
		if (entries.size > maxEntries && oldest !== undefined) {
			entries.delete(oldest);
		}
	};

	const press: Cooldown['press'] = (keys, nowMs) => {
		const cooling = keys.flatMap(key => {
			const entry = entries.get(key);
			return entry && nowMs - entry.sentMs < cooldownMs ? [{key, ...entry}] : [];
		});
		if (cooling.length < keys.length) {
			return {type: 'send', keys: keys.filter(key => cooling.every(other => other.key !== key))};
		}

		if (cooling.some(({askedMs}) => askedMs !== undefined && nowMs - askedMs < confirmMs)) {
			return {type: 'send', keys};
		}

		for (const {key, sentMs} of cooling) {
			remember(key, {sentMs, askedMs: nowMs});
		}

		return {type: 'confirm', sentMs: Math.max(...cooling.map(({sentMs}) => sentMs)), untilMs: nowMs + confirmMs};
	};

	const sent = (key: string, atMs: number): void => {
		remember(key, {sentMs: atMs, askedMs: undefined});
	};

	return {press, sent};
}
