import {
	reads,
	showsSecrets,
	unknown,
	worst,
	type Judge,
} from '../judgement.js';
import {readOptions, valuesOf} from '../options.js';
import {isPlainKey} from './host.js';
import {unknownOption} from './simple.js';
import {judgeSql} from './sql.js';

/** Psql's own commands that show what there is: `\d orders`, `\dt`, `\l`. */
const describing = /^\\(?:d[+Sa-z]{0,4}|l\+?|conninfo|x|timing)(?: [\w*+.]{1,100})?$/;

const psql: Judge = ({args}) => {
	const options = readOptions(args, '-h: -p: -U: -d: -c: --command: -l --list -t -A -x -X -w -F: --host: --port: --username: --dbname: --tuples-only --no-align --expanded --no-psqlrc --csv --no-password -q -P: --pset:');
	if (!options || valuesOf(options, '-P', '--pset').some(value => value.includes('pager'))) {
		return unknownOption;
	}

	const statements = valuesOf(options, '-c', '--command');
	return statements.length === 0 && (options.values.has('-l') || options.values.has('--list'))
		? reads
		: worst(statements.map(statement => statement.startsWith('\\') ? (describing.test(statement) ? reads : unknown('is a command of psql that is not on the list of those that read')) : judgeSql(statement)));
};

const mysql: Judge = ({args}) => {
	const options = readOptions(args.map(arg => /^-p./.test(arg) ? '-p' : arg), '-h: -P: -u: -p -D: -e: --execute: -t -N -B -s --host: --port: --user: --password --database: --table --skip-column-names --batch --vertical -E --protocol: -S: --socket:');
	const statements = valuesOf(options, '-e', '--execute');
	return options && statements.length > 0 && options.operands.length <= 1 ? worst(statements.map(statement => judgeSql(statement.replace(/\\G\s*(?:;\s*)?$/, '')))) : unknownOption;
};

const mysqlAdmin: Judge = ({args}) => {
	const options = readOptions(args.map(arg => /^-p./.test(arg) ? '-p' : arg), '-h: -P: -u: -p --host: --port: --user: -i: -c:');
	return options && options.operands.length > 0 && options.operands.every(word => /^(?:status|ping|processlist|proc|extended-status|version)$/.test(word)) ? reads : unknownOption;
};

const redisReading = /^(?:info|ping|dbsize|role|lastsave|time|ttl|pttl|type|exists|llen|scard|zcard|hlen|strlen|xlen|slowlog (?:get|len)|client (?:list|info|getname|id)|memory (?:usage|stats|doctor)|latency (?:latest|doctor|history)|cluster (?:info|nodes|slots|shards|myid)|xinfo (?:stream|groups|consumers)|sentinel (?:masters?|slaves|replicas)|object (?:encoding|freq|idletime)|command count)$/;
const redisModes: readonly string[] = ['--latency', '--latency-history', '--stat', '--bigkeys', '--memkeys'];

const redis: Judge = ({args}) => {
	const options = readOptions(args, '-h: -p: -n: -a: -u: -r: -i: -c --tls --user: --pass: --no-auth-warning --raw --latency --latency-history --stat --bigkeys --memkeys --cacert: -3 -2', {untilOperand: true});
	if (!options) {
		return unknownOption;
	}

	const [verb = '', object = '', key = ''] = options.operands.map(word => word.toLowerCase());
	if (verb === '') {
		return redisModes.some(mode => options.values.has(mode)) ? reads : unknownOption;
	}

	if (verb === 'monitor' || (verb === 'config' && object === 'get' && !isPlainKey(key))) {
		return showsSecrets;
	}

	return redisReading.test(verb) || redisReading.test(`${verb} ${object}`) || (verb === 'config' && object === 'get') ? reads : unknownOption;
};

const mongoReading = /^(?:print(?:json)?\()?(?:db\.(?:serverStatus|currentOp|stats|hostInfo|version|getCollectionNames|hello|isMaster)\(\)|rs\.(?:status|conf|printReplicationInfo|printSecondaryReplicationInfo)\(\)|sh\.status\(\)|show dbs)[\w.]{0,100}\)?;?$/;

const mongo: Judge = ({args}) => {
	const options = readOptions(args, '--eval: --quiet --host: --port: -u: -p: --username: --password: --authenticationDatabase: --norc --json');
	const scripts = valuesOf(options, '--eval');
	return options && scripts.length > 0 && options.operands.length <= 1 && scripts.every(script => mongoReading.test(script.trim())) ? reads : unknown('its script may do anything');
};

const kafka = (verbs: RegExp): Judge => ({args}) => {
	const options = readOptions(args, '--bootstrap-server: --group: --topic: --describe --list --all-groups --all-topics --members --verbose --state --offsets --command-config: --under-replicated-partitions --unavailable-partitions --timeout: --exclude-internal --status --replication');
	return options && options.operands.every(word => verbs.test(word)) && ['--describe', '--list', '--status', '--replication'].some(name => options.values.has(name)) ? reads : unknownOption;
};

const kafkaGroups = kafka(/^$/);

const rabbit: Judge = ({args}) => {
	const options = readOptions(args, '-n: -p: -q --quiet -s --silent -t: --timeout: --vhost: --formatter: --node:');
	const verb = options?.operands[0] ?? '';
	return /^(?:list_(?:queues|exchanges|bindings|connections|channels|consumers|vhosts|policies|unresponsive_queues)|status|cluster_status|ping|node_health_check|check_[_a-z]+|alarms|memory_breakdown|listeners|is_running|server_version|report_cpu)$/.test(verb) ? reads : unknownOption;
};

/** Databases, caches and queues. */
export const databasePrograms: Readonly<Record<string, Judge>> = {
	psql, mysql, mariadb: mysql, mysqladmin: mysqlAdmin, 'redis-cli': redis, 'valkey-cli': redis, mongosh: mongo, mongo,
	pg_isready: ({args}) => readOptions(args, '-h: -p: -U: -d: -t: -q') ? reads : unknownOption,
	'kafka-consumer-groups.sh': kafkaGroups, 'kafka-consumer-groups': kafkaGroups, 'kafka-topics.sh': kafkaGroups, 'kafka-topics': kafkaGroups, 'kafka-metadata-quorum.sh': kafka(/^describe$/),
	rabbitmqctl: rabbit, 'rabbitmq-diagnostics': rabbit,
	'clickhouse-client'({args}) {
		const options = readOptions(args, '--query: -q: --host: --port: --user: --password: --database: -h: -u: -d: --format:');
		const statements = valuesOf(options, '--query', '-q');
		return statements.length > 0 ? worst(statements.map(statement => judgeSql(statement))) : unknownOption;
	},
};
