import type {Guess} from './discovery/guesses.js';

export type Labels = Readonly<Record<string, string>>;

/** Half open: a sample at T counts lines in (T - range, T]; a log line at endMs is not part of the answer. */
export type TimeRange = {
	readonly startMs: number;
	readonly endMs: number;
};

/** One line of log, sanitised and capped where it came in. */
export type LogEntry = {
	/** Nanoseconds since the epoch, as Loki wrote it: two lines of one millisecond keep their order. */
	readonly timeNs: string;
	readonly timeMs: number;
	readonly line: string;
	/** Stream labels; structured metadata and parsed labels among them where Loki adds them. */
	readonly labels: Labels;
};

/** What a query cost the Loki that answered it. */
export type QueryCost = {
	readonly bytesScanned: number;
	readonly linesScanned: number;
	readonly requests: number;
	readonly durationMs: number;
};

export type MetricSeries = {
	readonly labels: Labels;
	/** Milliseconds and value, oldest first; a step without lines has no sample. */
	readonly samples: ReadonlyArray<readonly [timeMs: number, value: number]>;
};

export type MetricAnswer = {
	readonly series: readonly MetricSeries[];
	/** What Loki says is wrong with its answer, in its own words: the answer may not hold all. */
	readonly warnings: readonly string[];
	readonly cost: QueryCost;
};

export type LogAnswer = {
	/** Oldest first, whatever direction was asked. */
	readonly entries: readonly LogEntry[];
	/** The limit cut the answer: there are more lines than these. */
	readonly isCut: boolean;
	readonly cost: QueryCost;
};

export type QueryOptions = {
	readonly signal?: AbortSignal;
};

/** How a Loki is reached. */
export type LokiSettings = {
	/** A path prefix is kept; `user:password@` in it is understood. */
	readonly url: string;
	/** Sent as X-Scope-OrgID; several are joined by `|`. */
	readonly tenant?: string;
	readonly username?: string;
	readonly password?: string;
	readonly bearerToken?: string;
	/** Read anew for every request, since it rotates. */
	readonly bearerTokenFile?: string;
	/** Sent with every request; they win over what the other settings say. */
	readonly headers?: Readonly<Record<string, string>>;
	/** PEM files. */
	readonly caCertPath?: string;
	readonly clientCertPath?: string;
	readonly clientKeyPath?: string;
	/** False accepts any certificate. */
	readonly isTlsVerified?: boolean;
	/** An http or https proxy; `user:password@` in it is understood. */
	readonly proxyUrl?: string;
	/** For one request with its answer; 30 s where not given. */
	readonly timeoutMs?: number;
	/** Of one line of log, in UTF-16 code units; 16 Ki where not given. */
	readonly maxLineLength?: number;
};

export type LogQuery = {
	readonly query: string;
	readonly range: TimeRange;
	readonly limit: number;
	/** Which end the limit keeps; 'backward' keeps the newest. */
	readonly direction?: 'forward' | 'backward';
};

export type MetricQuery = {
	readonly query: string;
	readonly range: TimeRange;
	readonly stepMs: number;
};

export type DetectedPattern = {
	readonly template: string;
	readonly level: string | undefined;
	readonly count: number;
};

/** A line on its way into Loki. */
export type PushedLine = {
	/** Nanoseconds since the epoch. */
	readonly timeNs: string;
	readonly line: string;
};

/** The requests that this program makes of a Loki. Every method throws one of the classes in errors/. */
export type LokiClient = {
	readonly queryMetrics: (query: MetricQuery, options?: QueryOptions) => Promise<MetricAnswer>;
	readonly queryLogs: (query: LogQuery, options?: QueryOptions) => Promise<LogAnswer>;
	/** A metric query at one moment. */
	readonly queryInstant: (query: {readonly query: string; readonly timeMs: number}, options?: QueryOptions) => Promise<MetricAnswer>;
	readonly labels: (range: TimeRange, options?: QueryOptions & {readonly selector?: string}) => Promise<readonly string[]>;
	readonly labelValues: (label: string, range: TimeRange, selector?: string, options?: QueryOptions) => Promise<readonly string[]>;
	readonly series: (selector: string, range: TimeRange, options?: QueryOptions) => Promise<readonly Labels[]>;
	readonly buildInfo: (options?: QueryOptions) => Promise<{readonly version: string}>;
	/** Bytes by value of one label, largest first; undefined where the endpoint is off. */
	readonly volume: (selector: string, range: TimeRange, label: string, options?: QueryOptions) => Promise<ReadonlyArray<{readonly value: string; readonly bytes: number}> | undefined>;
	/** Undefined where the endpoint is off. */
	readonly patterns: (selector: string, range: TimeRange, options?: QueryOptions) => Promise<readonly DetectedPattern[] | undefined>;
	/** What a query over this selector would scan; undefined where the endpoint is off. */
	readonly stats: (selector: string, range: TimeRange, options?: QueryOptions) => Promise<{readonly bytes: number; readonly entries: number} | undefined>;
	/** Writes lines into one stream, in the order of their times. */
	readonly push: (labels: Labels, lines: readonly PushedLine[], options?: QueryOptions) => Promise<void>;
	/** All that was asked since the client was made. */
	readonly cost: () => QueryCost;
	/** How far this machine's clock is ahead of Loki's, in milliseconds, negative behind, by the last answers; undefined while none told. */
	readonly clockAheadMs?: () => number | undefined;
};

/** What this Loki can do, found out once, what could not be asked is guessed; what it cannot do has a documented step down. */
export type Capabilities = {
	readonly version: string | undefined;
	/** The label that names services: what the user set, else service_name, app, job, container... */
	readonly serviceLabel: string;
	/** How error lines are told apart: Loki's detected_level, the stream's own level label, or a regex on the line. */
	readonly errorSource: 'detected_level' | 'level' | 'line';
	/** The label that holds the level where it has another name than its source. */
	readonly levelLabel?: string | undefined;
	readonly hasPatterns: boolean;
	/** Undefined where it was not asked. */
	readonly hasVolume?: boolean;
	/** Which of these are guessed, since Loki could not be asked; none where not given. */
	readonly guesses?: readonly Guess[];
};

/** What is watched: selector and label for every question of this program. */
export type Scope = {
	/** A stream selector, `{namespace="production"}`. */
	readonly selector: string;
	readonly capabilities: Capabilities;
	/** Services whose errors the level that Loki knows does not tell. None where not given. */
	readonly errorFilters?: ErrorFilters;
};

/** Which services have a filter of their own for their errors: a view of what is known now, which changes as more is learnt. */
export type ErrorFilters = {
	/** LogQL stages, `|~ "..."`; undefined for a service whose level Loki tells. */
	readonly stageOf: (service: string) => string | undefined;
	/** Services with a filter, by their stages. */
	readonly groups: () => ReadonlyMap<string, readonly string[]>;
};
