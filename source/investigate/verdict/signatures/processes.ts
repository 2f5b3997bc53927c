import {
	describePods,
	either,
	logs,
	rollout,
} from './commands.js';
import type {Signature} from './type.js';

/** The program itself: it crashes, does not start, or was stopped. */
export const processSignatures: readonly Signature[] = [
	{
		name: 'configuration missing or wrong',
		pattern: either(
			/missing (?:required )?(?:environment variable|env(?:ironment)? var|config(?:uration)?|setting|property)|required (?:key|environment variable|property|setting) \S{1,80} (?:is )?(?:missing|not set)/,
			/(?:environment variable|env var|config(?:uration)?(?: key)?|setting) \S{1,80} (?:(?:is |was )?(?:not set|missing|required|undefined)|must be set)\b/,
			/could not resolve placeholder|failed to bind properties|improperlyconfigured|<frozen os>.{0,60}__getitem__/,
			/(?:invalid|bad|wrong) config(?:uration)?\b|(?:failed|unable|could not) to (?:load|parse|read) config|(?:error|failed) (?:loading|parsing|reading) config|config file \S{1,120} not found/,
			/\[emerg\].{0,30}(?:unknown directive|invalid|host not found|unexpected)|unknown directive "|flag provided but not defined|unknown (?:flag|shorthand flag):/,
			/yaml: (?:line|unmarshal)|toml: |cannot unmarshal .{1,60} into go struct field .{0,40}config/,
			/configmap "?[\w\-.]+"? not found|secret "?[\w\-./]+"? not found|couldn't find key \S{1,80} in|createcontainerconfigerror/,
		),
		reason: 'a setting that the program needs is missing or wrong',
		weight: 4,
		command: describePods('shows the environment, mounts and events of each pod'),
	},
	{
		name: 'image cannot be pulled',
		pattern: /\bimagepullbackoff\b|\berrimagepull\b|\binvalidimagename\b|failed to pull (?:and unpack )?image|failed to resolve reference|manifest (?:unknown|for \S+ not found)|pull access denied/i,
		reason: 'the new pods cannot get their image',
		weight: 4,
		command: describePods('shows the image and the registry\'s answer'),
	},
	{
		name: 'crash loop (process crashes)',
		pattern: either(
			/\bpanic: |panicked at|goroutine \d{1,9} \[running\]|fatal error: (?:unexpected signal|concurrent map|all goroutines are asleep)/,
			/\bsigsegv\b|\bsigabrt\b|\bsigbus\b|segmentation fault|\bsegfault\b|core dumped|fatal signal|exited on signal|(?:terminated|killed) by signal \d/,
			/uncaught(?: exception| error| typeerror)|uncaughtexception|unhandled (?:promise )?rejection|unhandledpromiserejection|terminate called after throwing|a fatal error has been detected by the java runtime/,
			/(?:process|worker|child) \S{0,24} ?(?:exited|crashed|died) (?:with|unexpectedly)|worker (?:exited|died|crashed)/,
		),
		reason: 'the program ends itself on some input, and is started again',
		weight: 3,
		command: logs('--previous --tail=100', 'shows the last words of the process that died'),
	},
	{
		name: 'crash loop',
		pattern: /\bcrashloopbackoff\b|back-off restarting failed container|(?:liveness|startup) probe failed|start request repeated too quickly|main process exited|entered failed state/i,
		reason: 'the process dies and is started again',
		weight: 2,
		command: logs('--previous --tail=100', 'shows the last words of the process that died'),
	},
	{
		name: 'null pointer or missing field',
		pattern: either(
			/nullpointerexception|nil pointer dereference|nullreferenceexception|object reference not set/,
			/cannot read propert(?:y|ies) of (?:null|undefined)|undefined is not (?:a function|an object)|is not a function\b|typeerror: |is not iterable\b/,
			/'nonetype' object|nonetype has no attribute|keyerror: |attributeerror: |indexerror: |undefined method .{1,60} for nil|nomethoderror/,
			/classcastexception|indexoutofboundsexception|index out of range|illegalstateexception|nosuchmethoderror|classnotfoundexception|noclassdeffounderror|modulenotfounderror|cannot find module|cannot unmarshal|jsonparseexception|json\.decoder\.jsondecodeerror/,
		),
		reason: 'the code meets a value that it does not expect',
		weight: 2,
		command: rollout,
	},
	{
		name: 'was shut down',
		pattern: either(
			/(?:received|caught|got) (?:signal )?\(?(?:sigterm|sigint|sigquit|signal 15|terminat)|\bsigterm\b|signal=terminated/,
			/(?:commencing |starting |begin\w* )?graceful shutdown|shutting down|shutdown (?:complete|requested|initiated|signal)|server stopped|stopping container|killing container|scaled (?:down|to 0)|exiting normally/,
		),
		reason: 'its last lines are those of a program that was asked to end',
		weight: 2,
		isLastWord: true,
		command: describePods('shows whether pods are left, and why the others ended'),
	},
];
