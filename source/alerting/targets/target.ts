import type {Alert, Delivery} from '../../facts/alert.js';

/** The one target that earlier versions knew: what they wrote names none. */
export const firstTarget = 'slack';

export type SendOptions = {
	/** When the first attempt was made, for an alert that may have arrived already: it is sent with the same content under a mark that says so. */
	readonly repeatOfMs?: number | undefined;
	readonly signal?: AbortSignal | undefined;
};

/** A place that alerts go to. */
export type AlertTarget = {
	/** Its name in the registry. Outbox, journal and claims are kept by incident, reason and this. */
	readonly id: string;
	/** Where exactly, as it may be shown: `hooks.slack.com/.../****`. */
	readonly label: string;
	/** Sends once, and again only where that cannot deliver twice. Never throws. */
	readonly send: (alert: Alert, options: SendOptions) => Promise<Delivery>;
	/** The message as its readers see it, one string a row; safe to print. */
	readonly render: (alert: Alert) => readonly string[];
};

/** A kind of target: what it is set with, and how it is opened. */
export type TargetKind<Settings> = {
	/** The variable to set where there is none. */
	readonly setting: string;
	/** Undefined where it is not set. Throws an Error where what is set cannot be used; its message holds no secret. */
	readonly open: (settings: Partial<Settings>, options: {readonly now: () => number}) => Omit<AlertTarget, 'id'> | undefined;
};
