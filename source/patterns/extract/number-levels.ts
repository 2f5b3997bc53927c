import type {LogLevel} from '../types.js';
import type {Fields} from './json.js';

/** OpenTelemetry: 1 to 24, four numbers a level. */
const telemetryNames: readonly string[] = ['severityNumber', 'SeverityNumber', 'severity_number'];
const syslogNames: readonly string[] = ['PRIORITY', 'syslog.severity', 'syslog_severity', 'log.syslog.severity.code'];
const plainNames: readonly string[] = ['level', 'severity', 'lvl', 'Level', 'LEVEL'];

/** Fields that hold a level as a number and nothing else. */
export const numberNames: readonly string[] = [...telemetryNames, ...syslogNames];

const telemetryLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
/** Bunyan and pino: 10 is trace, 60 is fatal, and programs add their own in between. */
const tens: readonly LogLevel[] = ['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];
/** Monolog: 250 is notice, 550 alert, 600 emergency. */
const hundreds: readonly LogLevel[] = ['unknown', 'debug', 'info', 'warn', 'error', 'critical', 'critical'];
/** RFC 5424, 6.2.1. */
export const syslogLevels: readonly LogLevel[] = ['critical', 'critical', 'critical', 'error', 'warn', 'info', 'info', 'debug'];

const numberIn = (fields: Fields, names: readonly string[]): number | undefined => {
	const value = names.map(name => fields.get(name)).find(candidate => candidate !== undefined && /^\d{1,3}$/.test(candidate));
	return value === undefined ? undefined : Number(value);
};

/** How a number marks a level. */
export type NumberMark = 'tens' | 'hundreds' | 'syslog' | 'telemetry';

export type NumberLevel = {readonly mark: NumberMark; readonly level: LogLevel | undefined};

/** The level that a number in a JSON or logfmt line stands for, and by which scale; undefined for numbers that nobody could tell. */
export function readNumberLevel(fields: Fields): NumberLevel | undefined {
	const telemetry = numberIn(fields, telemetryNames);
	if (telemetry !== undefined && telemetry >= 1 && telemetry <= 24) {
		return {mark: 'telemetry', level: telemetryLevels[Math.ceil(telemetry / 4) - 1]};
	}

	const syslog = numberIn(fields, syslogNames);
	if (syslog !== undefined) {
		return {mark: 'syslog', level: syslogLevels[syslog]};
	}

	const level = numberIn(fields, plainNames);
	if (level === undefined) {
		return undefined;
	}

	if (level >= 10) {
		return level >= 100 ? {mark: 'hundreds', level: hundreds[Math.floor(level / 100)]} : {mark: 'tens', level: tens[Math.floor(level / 10)]};
	}

	// GELF writes syslog's.
	return fields.has('short_message') ? {mark: 'syslog', level: syslogLevels[level]} : undefined;
}
