/** One line on its way into the sandbox Loki. */
export type SandboxEntry = {
	readonly labels: Readonly<Record<string, string>>;
	readonly timeNs: bigint;
	readonly line: string;
	/** Structured metadata, such as trace_id. */
	readonly metadata?: Readonly<Record<string, string>>;
};

/** Limits as a Loki's configuration names them; the defaults are those of Loki 3.7. */
export type SandboxLimits = {
	readonly maxQuerySeries: number;
	readonly maxEntriesLimitPerQuery: number;
	readonly maxQueryLengthMs: number;
	readonly ingestionRateBytes: number;
	readonly ingestionBurstBytes: number;
	readonly maxLineSizeBytes: number;
	readonly rejectOldSamplesMs: number;
	readonly creationGracePeriodMs: number;
	readonly isPatternsOn: boolean;
	readonly isVolumeOn: boolean;
};

export type SandboxLokiVersion = '2.9.17' | '3.7.6';

export type SandboxLokiOptions = {
	/** 0 picks a free one. */
	readonly port?: number;
	readonly host?: string;
	/** Milliseconds since the epoch; Date.now where not given. */
	readonly now?: () => number;
	readonly limits?: Partial<SandboxLimits>;
	/** Loki 3.7 where not given. A 2.9 adds neither `detected_level` nor `service_name`, and has no patterns. */
	readonly version?: SandboxLokiVersion;
	/** Asks for X-Scope-OrgID, as Loki does with auth_enabled. */
	readonly isMultiTenant?: boolean;
	/** Entries kept a tenant; the oldest go first. */
	readonly maxEntries?: number;
};

export type SandboxLoki = {
	/** `http://127.0.0.1:PORT` */
	readonly url: string;
	/** Without the wire: for traffic made in this process. Entries may be older than what is there. */
	readonly push: (entries: readonly SandboxEntry[], tenant?: string) => void;
	readonly close: () => Promise<void>;
};

/** What a Slack sink got. */
export type SlackDelivery = {
	readonly atMs: number;
	/** The posted JSON body as it came. */
	readonly body: string;
};

/** The embedded parts of the demo, running in a worker thread. */
export type DemoSandbox = {
	readonly lokiUrl: string;
	/** Base URL of the scripted Claude. */
	readonly claudeUrl: string;
	readonly slackUrl: string;
	/** Settles when all 24 h are stored, or the sandbox has ended; only the newest hour is there before. Never rejects. */
	readonly historyStored: Promise<void>;
	readonly deliveries: () => readonly SlackDelivery[];
	readonly close: () => Promise<void>;
};
