/** What a press of the key means. */
export type Press =
	| {readonly type: 'send'}
	/** The same was sent a short time ago; a second press before `untilMs` sends it again. */
	| {readonly type: 'confirm'; readonly sentMs: number; readonly untilMs: number};

export type Cooldown = {
	/** Asks whether an alert may be sent now. */
	readonly press: (fingerprint: string, nowMs: number) => Press;
	/** Notes that it was sent, or may have been. */
	readonly sent: (fingerprint: string, atMs: number) => void;
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

	const remember = (fingerprint: string, entry: Entry): void => {
		entries.delete(fingerprint);
		entries.set(fingerprint, entry);
		const [oldest] = entries.keys();
		if (entries.size > maxEntries && oldest !== undefined) {
			entries.delete(oldest);
		}
	};

	const press = (fingerprint: string, nowMs: number): Press => {
		const entry = entries.get(fingerprint);
		if (entry === undefined || nowMs - entry.sentMs >= cooldownMs) {
			return {type: 'send'};
		}

		if (entry.askedMs !== undefined && nowMs - entry.askedMs < confirmMs) {
			return {type: 'send'};
		}

		remember(fingerprint, {...entry, askedMs: nowMs});
		return {type: 'confirm', sentMs: entry.sentMs, untilMs: nowMs + confirmMs};
	};

	const sent = (fingerprint: string, atMs: number): void => {
		remember(fingerprint, {sentMs: atMs, askedMs: undefined});
	};

	return {press, sent};
}
