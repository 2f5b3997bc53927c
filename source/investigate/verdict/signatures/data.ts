import {
	databaseActivity,
	describePods,
	either,
	endpoints,
	exec,
	rollout,
} from './commands.js';
import type {Signature} from './type.js';

/** Databases, and who may use them. */
export const dataSignatures: readonly Signature[] = [
	{
		name: 'database deadlock or lock timeout',
		pattern: either(
			/(?<!asleep - )\bdeadlock(?:s| detected| found|ed)?\b|deadlockloser|\b40p01\b/,
			/lock wait timeout|lock timeout|could not obtain lock|timed? ?out (?:waiting|while waiting) for (?:a |the )?(?:row |table )?lock|lockacquisitionexception|cannotacquirelock|pessimisticlock/,
			/could not serialize access|serialization failure|write ?conflict|\bora-00060\b|\bora-00054\b|database is locked|sqlite_busy|canceling statement due to lock timeout/,
			/waits for (?:share|exclusive|access\w{0,20})lock/,
		),
		reason: 'transactions block each other',
		doubt: 'no transaction waits for another',
		weight: 4,
		command: databaseActivity('wait_event_type = \'Lock\'', 'shows who waits for which lock'),
		fits: {
			postgres: 'ERROR:  deadlock detected',
			mysql: 'Lock wait timeout exceeded; try restarting transaction',
			sqlite: 'sqlite3.OperationalError: database is locked',
		},
		misfits: ['lock acquired for job nightly-report', 'door lock opened'],
	},
	{
		name: 'database is read-only or failing over',
		pattern: either(
			/cannot execute \w+ in a read-only transaction|read ?only you can't write against a read only|running with the --(?:super-)?read-only option|database is read-only|read-only (?:replica|database|mode)|write against a read.only/,
			/not (?:the )?(?:primary|master|leader)\b.{1,40}(?:write|elect)|notwritableprimary|notmaster|notprimary|primarysteppeddown|masterdown|no (?:primary|master) (?:found|available|server)/,
			/the database system is (?:starting up|shutting down|in recovery mode)|terminating connection due to (?:administrator command|unexpected postmaster exit)|server is not currently the (?:leader|primary)/,
			/read-only file ?system|\berofs\b/,
		),
		reason: 'writes go to what cannot take them: a failover, a replica, or a volume that was remounted',
		doubt: 'the primary is where it was',
		weight: 4,
		command: endpoints('shows which pods stand behind the database\'s name'),
		fits: {
			postgres: 'ERROR:  cannot execute INSERT in a read-only transaction',
			redis: 'READONLY You can\'t write against a read only replica.',
			mongodb: 'MongoServerError: not primary and secondaryOk=false; NotWritablePrimary',
		},
		misfits: ['report opened in read-only view', 'primary school list loaded'],
	},
	{
		name: 'schema and code do not fit',
		pattern: either(
			/(?:column|relation|table|type|function) "?[\w.]+"?(?:\([^)]{0,60}\))? (?:does not exist|doesn't exist|of relation)|table '[\w.]{1,120}' doesn't exist/,
			/unknown column|no such (?:column|table)|undefinedcolumn|undefinedtable|undefined column|invalid (?:column|object) name|\bora-00942\b|\bora-00904\b|\ber_no_such_table\b|\ber_bad_field_error\b/,
			/missing migration|pending migrations?|unapplied migration|migration (?:failed|error)|migration checksum mismatch|validate failed: migration|schema (?:version )?mismatch|schema-validation:|dirty database version/,
			/violates not-null constraint|doesn't have a default value|unknown field name in schema|incompatible schema/,
		),
		reason: 'the code asks for a table or column that the database does not have',
		doubt: 'the table is as the code wants it',
		weight: 4,
		command: rollout,
		fits: {
			postgres: 'ERROR:  column "stackable" does not exist at character 42',
			mysql: 'Unknown column \'m1_0.tier\' in \'field list\'',
			sqlite: 'sqlite3.OperationalError: no such table: carts',
		},
		misfits: ['schema is up to date', 'migration 0042 applied in 120 ms'],
	},
	{
		name: 'database is slow',
		pattern: either(
			/canceling statement due to (?:statement timeout|user request)|statement timeout|query ?(?:execution )?(?:timed? ?out|was interrupted)|maximum statement execution time|max_execution_time|max_statement_time/,
			/operation exceeded time limit|maxtimemsexpired|exceeded time limit.{0,40}(?:find|aggregate|query)|execution timeout expired|querytimeoutexception|read_timeout.{0,20}cassandra|operation timed out - received only \d{1,3} responses/,
			/slow ?query|long.running (?:query|transaction)|idle.in.transaction timeout|query took (?:more|longer)/,
		),
		reason: 'statements take longer than they may',
		doubt: 'the database answers as fast as before',
		weight: 3,
		command: databaseActivity('state <> \'idle\' order by query_start limit 20', 'shows which statements run longest'),
		fits: {
			postgres: 'ERROR:  canceling statement due to statement timeout',
			mysql: 'Query execution was interrupted, maximum statement execution time exceeded',
			mongodb: 'MongoServerError: operation exceeded time limit',
		},
		misfits: ['query returned 42 rows in 8 ms', 'checkpoint complete: wrote 812 buffers'],
	},
	{
		name: 'clocks are apart',
		pattern: either(
			/clock ?(?:skew|drift)|clocks? (?:are |is )?(?:not synchroni[sz]ed|too far|out of sync)|clock offset|time ?skewed|krb_ap_err_skew|\bntp\b.{1,30}not synchroni[sz]ed/,
			/used before issued|\b(?:issued|iat)(?: at \S{1,30})? in the future|token (?:is )?not (?:yet )?valid(?: yet)?|not valid before|\bnbf\b.{1,30}(?:future|not)|(?:timestamp|issued|clock|time)\S{0,10} .{0,40}in the future/,
			/difference between the request time and the (?:current|server)|signature (?:not yet current|expired: )|timestamp (?:is )?(?:outside|out of|too (?:old|far))/,
		),
		reason: 'two hosts do not agree on the time',
		doubt: 'both hosts show the same time',
		weight: 4,
		command: exec('date -u', 'shows the pod\'s time: compare it with yours'),
		fits: {
			jwt: 'token used before issued',
			aws: 'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
			kerberos: 'clock skew too great (KRB_AP_ERR_SKEW)',
		},
		misfits: ['clock in of employee 17 recorded', 'user 401 changed the delivery date to one in the future'],
	},
	{
		name: 'logins refused',
		pattern: either(
			/password authentication failed|access denied for user|authentication (?:fail(?:ed|ure)|error|required)|sasl authentication|login failed for user|login (?:was )?(?:refused|denied)|\bora-(?:01017|28000|28001)\b|bad credentials|noauth authentication required|wrongpass|unable to authenticate/,
			/invalid (?:credentials|api key|(?:access |refresh |auth |bearer )?token|grant|client secret|username or password)|invalid_(?:grant|client|token)|invalidaccesskeyid|unrecognizedclientexception|invalidclienttokenid|signaturedoesnotmatch/,
			/(?:token|jwt|credentials?|api key|secret|password)(?: is| has| have)? expired|\bexpiredtoken(?:exception)?\b|token included in the request is (?:invalid|expired)/,
			/401 unauthorized|(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}(?:code[ :=]{1,2})?401\b|\bunauthorizedexception\b|\bauthenticationexception\b|\bunauthenticated\b/,
		),
		isWeakAhead: true,
		reason: 'credentials were changed, have expired, or are wrong',
		doubt: 'the same credentials are taken elsewhere',
		weight: 3,
		command: describePods('shows which secrets the pods use, and since when they run; no values'),
		fits: {
			postgres: 'FATAL:  password authentication failed for user "crm"',
			mysql: 'Access denied for user \'shop\'@\'10.1.2.3\' (using password: YES)',
			redis: 'NOAUTH Authentication required.',
		},
		misfits: ['token issued for user 17, expires in 3600 s', 'password changed by user 17'],
	},
	{
		name: 'access denied',
		pattern: either(
			/\bpermission denied\b|\beacces\b|\beperm\b|operation not permitted|permission_?denied|insufficient (?:privileges?|permissions?|scope)|must be owner of|command denied to user|\bnoperm\b|missing permission/,
			/\baccess ?denied(?:exception)?\b(?! for user)|(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}(?:code[ :=]{1,2})?403\b|403 (?:client error: )?forbidden|is forbidden: |authorizationexception|not authorized to|authorizationfailed/,
			/cannot (?:get|list|watch|create|update|patch|delete) resource/,
		),
		reason: 'a right that the service had or needs is missing',
		doubt: 'the account has the right',
		weight: 3,
		command: describePods('shows the service account, mounts and events of each pod'),
		fits: {
			aws: 'AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: s3:GetObject',
			postgres: 'ERROR:  permission denied for table orders',
			node: 'Error: EACCES: permission denied, open \'/data/x\'',
		},
		misfits: ['access granted to user 17', 'permission asked for'],
	},
];
