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

/** The level that a number in a JSON or logfmt line stands for; undefined for numbers that nobody could tell. */
export function levelOfNumbers(fields: Fields): LogLevel | undefined {
	const telemetry = numberIn(fields, telemetryNames);
	if (telemetry !== undefined && telemetry >= 1 && telemetry <= 24) {
		return telemetryLevels[Math.ceil(telemetry / 4) - 1];
	}

	const syslog = numberIn(fields, syslogNames);
	if (syslog !== undefined) {
		return syslogLevels[syslog];
	}

	const level = numberIn(fields, plainNames) ?? 0;
	if (level >= 100) {
		return hundreds[Math.floor(level / 100)];
	}

	if (level >= 10) {
		return tens[Math.floor(level / 10)];
	}

	// GELF writes syslog's.
	return fields.has('short_message') && fields.has('level') ? syslogLevels[level] : undefined;
}
