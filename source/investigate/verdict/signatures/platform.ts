import {kubectl} from '../shell.js';
import {
	describePods,
	either,
	logs,
	topPods,
} from './commands.js';
import type {Signature} from './type.js';

const nodes: Signature['command'] = target => ({text: kubectl(target, 'get nodes -o wide'), purpose: 'shows which nodes are ready, and since when'});
const events: Signature['command'] = target => ({text: kubectl(target, 'get events --sort-by=.lastTimestamp'), purpose: 'shows what the cluster refused, and why'});

/** What programs run on: the cluster, its nodes, the cloud. */
export const platformSignatures: readonly Signature[] = [
	{
		name: 'pods cannot be scheduled',
		pattern: /\b\d{1,6}\/\d{1,6} nodes (?:are )?available|0\/\S{1,8} nodes|failedscheduling|\bunschedulable\b|insufficient (?:cpu|memory|pods|nvidia)|forbidden: exceeded quota|insufficientinstancecapacity|sufficient \S{1,20} capacity|no nodes? (?:has|have|with) enough|no capacity (?:available|left)/i,
		reason: 'there is no room for the pods, and what should run does not',
		doubt: 'all pods run',
		weight: 4,
		command: events,
		fits: {
			kubernetes: '0/4 nodes are available: 4 Insufficient cpu.',
			quota: 'Error creating: pods "cart-5d" is forbidden: exceeded quota: shop',
			aws: 'InsufficientInstanceCapacity: We currently do not have sufficient c6i.large capacity',
		},
		misfits: ['Successfully assigned shop/cart-5d to node-3', 'job scheduled for 02:00'],
	},
	{
		name: 'node is down or not ready',
		pattern: /node\S{0,60} (?:status is now: )?(?:is )?(?:not ready|notready)|nodenotready|kubelet stopped posting node status|pleg is not healthy|node\S{0,60}(?: \S{1,60})? (?:is |went |has gone )(?:down|offline|unreachable)|node.?lost|kernel panic|cni plugin not initialized|network plugin is not ready/i,
		reason: 'a machine failed, and what ran on it with it',
		doubt: 'pods on other nodes fail as well',
		weight: 4,
		command: nodes,
		fits: {
			kubernetes: 'Node ip-10-1-2-3 status is now: NodeNotReady',
			kubelet: 'skipping pod synchronization - PLEG is not healthy: pleg was last seen active 3m ago',
			cni: 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message: cni plugin not initialized',
			nomad: 'node nomad-7 is down, allocations are lost',
		},
		misfits: ['Node node-3 status is now: NodeReady', 'node version v20.1'],
	},
	{
		name: 'volume cannot be mounted',
		pattern: /failedmount|failedattachvolume|mountvolume\.\w{1,30} failed|unable to (?:attach or mount|mount|attach) volumes?|multi-attach error|mount failed|mount\.nfs|stale (?:nfs )?file handle|failed to mount|volume \S{1,80} (?:is )?(?:already (?:used|attached)|not found)/i,
		reason: 'the pods wait for a volume that they do not get',
		doubt: 'the volume is attached to the node',
		weight: 4,
		command: events,
		fits: {
			kubernetes: 'Unable to attach or mount volumes: unmounted volumes=[data]: timed out waiting for the condition',
			csi: 'Multi-Attach error for volume "pvc-7" Volume is already exclusively attached to one node',
			nfs: 'mount.nfs: Connection timed out',
		},
		misfits: ['mounted /data in 2 s', 'volume of sales rose'],
	},
	{
		name: 'readiness probe fails',
		pattern: /readiness probe (?:failed|errored)|health ?checks? (?:\S{1,60} )?(?:is |has |have )?(?:failed|failing|timed? ?out)|(?:server|backend|target) \S{1,80} is (?:down|unhealthy)\b|marked (?:as )?unhealthy|(?:is|became) unhealthy\b/i,
		reason: 'instances say themselves, or do not say in time, that they can work',
		doubt: 'the probe alone is slow and requests are answered',
		weight: 2,
		command: describePods('shows the probes, their answers and the events of each pod'),
		fits: {
			kubernetes: 'Readiness probe failed: Get "http://10.1.2.3:8080/ready": context deadline exceeded',
			haproxy: 'Server be_cart/cart2 is DOWN, reason: Layer4 timeout',
			consul: 'Health check failed for service cart',
		},
		misfits: ['Readiness probe succeeded', 'server cart2 is UP'],
	},
	{
		name: 'admission of the cluster refuses',
		pattern: /admission webhook .{1,120} denied|failed calling webhook|failed to call webhook|violates podsecurity|denied the request: /i,
		reason: 'the cluster does not take what is to be rolled out',
		doubt: 'the same was taken before',
		weight: 4,
		command: events,
		fits: {
			gatekeeper: 'admission webhook "validation.gatekeeper.sh" denied the request: missing label owner',
			kyverno: 'failed calling webhook "mutate.kyverno.svc-fail": Post "https://kyverno:443/mutate": context deadline exceeded',
			kubernetes: 'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
		},
		misfits: ['webhook delivered in 120 ms', 'admission ticket sold'],
	},
	{
		name: 'processor overloaded or throttled',
		pattern: /soft lockup|hard lockup|rcu_sched self-detected stall|cpu (?:is )?throttl\w+|nr_throttled|cfs (?:quota|throttl)|load average (?:is )?(?:too high|above|over)|cpu usage (?:is )?(?:above|over|at (?:9\d|100))|high cpu|runnable tasks exceed|can't keep up! is the server overloaded|timer (?:was )?late by|scheduler (?:is )?behind/i,
		reason: 'the processors cannot do what is asked of them',
		doubt: 'the processors have time left',
		weight: 3,
		outweighs: ['rate limited'],
		command: topPods('shows which containers use the processors'),
		fits: {
			linux: 'watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [python3:991]',
			cgroup: 'container cart: CPU throttled in 87 % of periods (nr_throttled=812)',
			minecraft: 'Can\'t keep up! Is the server overloaded? Running 2012ms behind',
		},
		misfits: ['cpu usage 12 %', 'load average: 0.4 0.3 0.2'],
	},
	{
		name: 'garbage collection stalls the program',
		pattern: /gcinspector.{0,80}\d{4,6} ?ms|gc (?:pause|took) .{0,30}(?:\d{4,6} ?ms|\d{1,3}(?:\.\d+)? ?s)|\[gc\].{0,80}overhead|detected pause in jvm|pause full|stop.the.world .{0,40}\d{4,}|long gc|garbage collection (?:took|pause|stalled)|young generation gc in \d{4,6}/i,
		reason: 'the program stands still while it clears its memory',
		doubt: 'pauses are as short as before',
		weight: 3,
		command: topPods('shows how much memory each container uses'),
		fits: {
			elasticsearch: '[gc][712] overhead, spent [3.1s] collecting in the last [3.4s]',
			java: '[412.1s][info][gc] GC(91) Pause Full (G1 Compaction Pause) 4021M->3990M(4096M) 6120.1ms',
			hadoop: 'JvmPauseMonitor: Detected pause in JVM or host machine (eg GC): pause of approximately 5120ms',
		},
		misfits: ['garbage collection of old images done', 'Pause Young (Normal) 12M->3M 2.1ms'],
	},
	{
		name: 'licence or subscription ended',
		pattern: /licen[cs]e (?:\S{1,40} )?(?:has |is )?(?:expired|invalid|not valid|exceeded)|subscription (?:\S{1,40} )?(?:has |is )?(?:expired|ended|suspended|inactive)|trial (?:period )?(?:has )?(?:expired|ended)|account (?:is |has been )?(?:suspended|disabled|deactivated)|402 payment required|billing (?:is )?(?:disabled|not enabled)/i,
		reason: 'somebody else\'s service stopped because a contract did',
		doubt: 'the account is in order',
		weight: 4,
		command: describePods('shows image, environment and events of each pod'),
		fits: {
			elastic: 'current license is non-compliant: license [basic] has expired',
			google: 'This API method requires billing: billing is disabled for project shop',
			saas: 'HTTP 402 Payment Required',
		},
		misfits: ['license plate read', 'subscription renewed for user 17'],
	},
	{
		name: 'a job runs into its time limit or is missed',
		pattern: either(
			/softtimelimitexceeded|timelimitexceeded|maximum execution time of|(?:task|job|function|activity|workflow|step) \S{0,60} ?(?:has )?(?:timed out after|exceeded (?:its |the )?(?:time|deadline)|ran too long)|deadlineexceeded.{0,40}job|job was active longer than specified deadline/,
			/missed (?:their|its) scheduled|too many missed start times|misfire|maximum number of running instances reached|(?:previous|another) (?:run|instance|execution) (?:is )?still running|zombie job|expired before completing|job aborted due to stage failure/,
		),
		reason: 'work in the background takes longer than it may, or piles up',
		doubt: 'each run takes as long as before',
		weight: 3,
		command: logs('--since=30m | grep -iE \'job|task|took|duration\' | tail -30', 'shows what ran, and for how long'),
		fits: {
			celery: 'celery.exceptions.SoftTimeLimitExceeded: SoftTimeLimitExceeded(600,)',
			lambda: 'Task timed out after 30.03 seconds',
			php: 'PHP Fatal error:  Maximum execution time of 60 seconds exceeded',
			kubernetes: 'Cannot determine if job needs to be started. Too many missed start times (> 100)',
			apscheduler: 'Execution of job "sync" skipped: maximum number of running instances reached (1)',
		},
		misfits: ['job done in 120 ms', 'task 17 assigned to Kim'],
	},
	{
		name: 'mail cannot be sent',
		pattern: /smtp\w*(?:exception|error)|smtp\b.{1,40}\b(?:refused|timed? ?out|failed|lost|closed|unexpectedly)|connection (?:was )?lost.{0,30}smtp|(?:e-?)?mail (?:was |is |could )?not (?:be )?(?:sent|delivered)|(?:could not|cannot|unable to) (?:send|deliver) (?:the )?(?:e-?)?mail|status=deferred|relay (?:access )?denied|mailbox unavailable|\b(?:535|550|554)[ -]\d\.\d\.\d|mailsendexception|mail(?:er)? (?:server )?.{0,40}(?:refused|timed? ?out|failed)|failed to send (?:e-?)?mail/i,
		reason: 'the mail server does not take what is sent',
		doubt: 'other senders get through',
		weight: 3,
		command: logs('--since=30m | grep -iE \'smtp|mail\' | tail -30', 'shows what the mail server answers'),
		fits: {
			postfix: 'status=deferred (connect to mx1.example.com:25: Connection timed out)',
			python: 'smtplib.SMTPServerDisconnected: SMTPException please run connect() first',
			java: 'org.springframework.mail.MailSendException: Mail server connection failed',
			node: 'Error: Connection lost while talking to SMTP server',
		},
		misfits: ['mail sent to 17 recipients', 'queue mail: 3 waiting'],
	},
	{
		name: 'lock or lease lost',
		pattern: /lost (?:the )?(?:lease|lock|leadership)|(?:lease|lock) (?:\S{1,60} )?(?:has )?(?:expired|been lost|was lost)|(?:lease|lock) (?:is |was )?lost|(?:could not|cannot|unable to) (?:extend|renew|refresh) (?:the )?(?:lease|lock)|(?:lease|lock)\b.{1,40}\bheld by (?:another|a different) \w+|leader ?election lost|failed to renew (?:the )?lease|session (?:has )?expired for \/|keepererrorcode = session ?expired|unable to (?:acquire|renew) (?:distributed )?lock/i,
		reason: 'an instance lost the right to work, and stops or works beside another',
		doubt: 'one instance holds the lease all the time',
		weight: 3,
		command: kubectlLeases,
		fits: {
			kubernetes: 'leaderelection lost',
			zookeeper: 'KeeperErrorCode = Session expired for /locks/sync',
			go: 'failed to renew lease shop/scheduler: timed out waiting for the condition',
			java: 'Could not refresh the lock of job export',
		},
		misfits: ['lock acquired for job nightly-report', 'lease of the flat ends in May'],
	},
	{
		name: 'configuration was changed',
		pattern: /config(?:uration)?s? (?:file )?(?:\S{1,80} )?(?:was |were |has been |have been )?(?:re-?loaded|updated|changed|applied)\b|re-?load(?:ed|ing) (?:the )?(?:config|settings|rules)|settings (?:were |have been )?(?:updated|changed|reloaded)|feature (?:flag|toggle) \S{1,80} (?:was |is now |set to |turned |switched )|signal process started|received sighup/i,
		reason: 'what the program works by was changed right before it began',
		doubt: 'the change is taken back and the trouble stays',
		weight: 2,
		isForerunner: true,
		command: describePods('shows what the pods are configured by, and since when they run'),
		fits: {
			generic: 'Configuration reloaded',
			nginx: 'signal process started',
			prometheus: 'msg="Completed loading of configuration file" config file prometheus.yml was reloaded',
			launchdarkly: 'feature flag new-pricing set to true',
		},
		misfits: ['configuration is unchanged', 'loaded configuration from /etc/shop/config.yaml'],
	},
];

function kubectlLeases(target: Parameters<Signature['command']>[0]): ReturnType<Signature['command']> {
	return {text: kubectl(target, 'get leases -o wide'), purpose: 'shows who holds which lease'};
}
