const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Last parts of keys whose value says what happened: `http.status`, `error_code` and `eventType` end in one of these. */
export const tellingKeys = words(`
	level lvl severity priority msg message text log body payload textpayload mt
	error err errors errmsg exception cause reason stack trace stacktrace backtrace detail details desc description warning
	event eventname eventtype type kind action verb method op operation command phase stage step
	status state result outcome code success ok healthy ready alert alertname rule
	logger component module subsystem category
`);

/** Words before true and false that make them the outcome. */
export const verdicts = words(`
	success succeeded successful ok passed failed failure error healthy ready alive available reachable connected valid
	allowed granted authorized authenticated result status completed complete
`);

/** Words that say how it went or what was done, or that hold a sentence together: never a variable, whatever stands in their place in other lines. */
export const outcomes = words(`
	ok okay success successful successfully succeeded succeed fail failed fails failure failures failing error errors
	exception fatal panic critical severe warning warn alert crash crashed crashloopbackoff oomkilled killed aborted abort
	timeout timedout timeouts expired expire exceeded exceeds overflow underflow exhausted full empty corrupt corrupted broken
	refused denied rejected forbidden unauthorized invalid illegal bad missing unavailable unreachable unknown unexpected unhealthy
	reset closed close closing open opened opening lost connected disconnected connect disconnect established dropped evicted
	up down on off in out start started starting stop stopped stopping restart restarted shutdown begin end done finished
	enable enabled disable disabled active inactive alive dead ready healthy available normal abnormal degraded blocked stalled
	allowed allow deny accepted accept granted passed pass valid verified complete completed incomplete pending skipped retry retrying
	create created delete deleted remove removed add added update updated read write send sent receive received load loaded unload
	acquire acquired release released lock locked unlock unlocked login logout register unregister found not no never cannot can't none null
	true false yes get put post head patch options leader follower primary secondary master slave replica standby candidate
	high low over under above below before after first last previous next old new all any some more less
	internal unauthenticated unimplemented canceled cancelled declined conflict unsupported mismatch outage offline online idle busy
	a an and are as at be been but by could did do does for from had has have if into is it its of onto
	or per should since so than that the their then this through to until via was were when while will with within without would
`);

/** Words behind which a verb stands, and words that make it so for a `to` behind them: `cannot open`, `failed to open`. */
export const verbLeaders = words('cannot can\'t could couldn\'t not will would should must may might did does do didn\'t doesn\'t don\'t please let');
export const verbLeadersWithTo = words(`
	failed fail fails failing failure unable trying tried try need needs needed attempt attempts attempted attempting
	going about able error refused refusing likely want wants order have has had used allowed
`);

/** Words that a name is likely to follow. */
export const placeWords = words(`
	user username account tenant customer client owner group role host hostname node server peer address device interface
	service app application program process job task worker thread pool queue topic channel stream bucket table column database
	relation schema index collection key file directory path volume disk domain zone region cluster namespace pod container
	image package module plugin session id name named called property variable field parameter for by from on
`);

/** Words with a digit that name a thing rather than one of many things. */
export const namesWithDigits = words('base64 ec2 h2 http2 http3 ipv4 ipv6 k8s log4j md5 oauth2 p2p s3 sha1 sha256 sha512 utf8 v1 v2 x509');

/** Units that follow a number without a space. */
export const units = words(`
	ns us µs μs ms s sec secs m min mins h hr hrs d
	b B k K kb kB KB KiB Ki mb MB MiB Mi gb GB GiB Gi TB TiB bytes x Hz MHz GHz px C
`);

/** Ends of host names, besides those of countries. */
export const domains = words('com org net edu gov mil int info biz io dev app cloud arpa local internal intranet lan localdomain svc corp test example');

/** What a package of Java or Android begins with: a host name turned round. */
export const packageRoots = words('com org net io edu gov dev');

/** Two letters at the end of a name with dots that are no country: file name endings, units and property names. */
export const notCountries = words('py rs sh pl md so cc js ts go rb cs hs gz xz db id ok to os ip up is by of ms mb gb kb');
