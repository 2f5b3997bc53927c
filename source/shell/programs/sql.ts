import {
	changes,
	reads,
	showsSecrets,
	unknown,
	type Judge,
} from '../judgement.js';
import {namesSecret} from '../secret-paths.js';

/** Functions that compute from what they are given, and of those that ask the server, the ones that only tell. */
const functions: ReadonlySet<string> = new Set([
	'count sum avg min max now left right substr substring coalesce nullif greatest least date_trunc date_part extract round floor ceil abs lower upper trim',
	'length char_length concat replace to_char to_timestamp age interval current_timestamp clock_timestamp array_agg string_agg json_agg group_concat',
	'row_number rank over lag lead percentile_cont group filter in exists any all values and or not as from where on using when then else by select',
	'partition distinct between like cast numeric decimal varchar unix_timestamp from_unixtime date time timestampdiff datediff date_sub date_add if ifnull',
	'format unnest pg_size_pretty pg_database_size pg_total_relation_size pg_relation_size pg_table_size pg_indexes_size pg_blocking_pids pg_is_in_recovery',
	'pg_last_xact_replay_timestamp pg_current_wal_lsn pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_wal_lsn_diff pg_postmaster_start_time version',
	'current_database current_setting database pg_stat_get_activity pg_get_viewdef pg_get_indexdef txid_current_if_assigned todatetime formatreadablesize',
].flatMap(names => names.split(' ')));

const acting = /\b(?:insert|update|delete|drop|truncate|alter|create|grant|revoke|merge|replace\s+into|call|do|execute|prepare|copy|vacuum|analyze|analyse|reindex|cluster|refresh|lock|listen|notify|load|set|reset|kill|flush|purge|optimize|repair|rename|handler|into|begin|commit|rollback|savepoint|discard|import|attach|detach|system|shutdown|sleep|pg_sleep|benchmark)\b/i;

/** What one statement does. A function that is not known may do anything: it is read by a person. */
export function judgeSql(statement: string): ReturnType<Judge> {
	// Comments can be run (`/*! */`) and can hide the rest; a dollar can open a text in PostgreSQL.
	if (/\/\*|--|[#$\\]/.test(statement)) {
		return unknown('its statement has a comment or a quote that is not read here');
	}

	const asked = statement.replace(/^\s*explain\s*(?:\(\s*analyze[\s\w,]*\)|analyze)/i, 'explain').replace(/^\s*show\s+create\s+(?=table|view|database)/i, 'show ');
	const bare = asked.replaceAll(/'(?:[^']|'')*'/g, '\'\'').replaceAll(/"[^"]*"|`[^`]*`/g, name => name.slice(1, -1));
	if (bare.replaceAll('\'\'', '').includes('\'') || /;\s*\S/.test(bare)) {
		return acting.test(bare) ? changes('changes data') : unknown('it has more than one statement');
	}

	const isReading = /^\s*(?:select|show|explain|describe|desc|with|table)\b/i.test(bare);
	if (acting.test(bare) || !isReading || /\bfor\s+(?:no\s+key\s+)?(?:update|share|key)\b/i.test(bare)) {
		return acting.test(bare) ? changes('changes data, or is a statement that may') : unknown('is a statement that is not on the list of those that read');
	}

	if (namesSecret(bare) || /\bmysql\.user\b|\buser_password/i.test(bare)) {
		return showsSecrets;
	}

	const called = Array.from(bare.matchAll(/(?<![\w.])([\w.]{1,80})\s{0,20}\(/g), ([, name = '']) => name.toLowerCase().replace(/^pg_catalog\./, ''));
	// A name or a gap that is longer than these is not one that is known either.
	const foreign = (bare.match(/\(/g)?.length ?? 0) > called.length + (bare.match(/(?:^|[(*+,\-/<=>])\s{0,20}\(/g)?.length ?? 0) ? 'a function' : called.find(name => !functions.has(name));
	return foreign === undefined ? reads : unknown(`calls ${foreign.slice(0, 40)}, which may do anything`);
}
