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
			/(?:environment variable|env var|config(?:uration)?(?: key)?|setting) \S{1,80} (?:(?:is |was )?(?:not set|not found|not defined|unset|empty|missing|required|undefined)|must (?:not be empty|be set))\b|environment variable not found|no application encryption key|failed to configure a datasource/,
			/could not resolve placeholder|failed to bind properties|improperlyconfigured|<frozen os>.{0,60}__getitem__/,
			/(?:invalid|bad|wrong) config(?:uration)?\b|(?:failed|unable|could not) to (?:load|parse|read) config|(?:error|failed) (?:loading|parsing|reading) config|config file \S{1,120} not found/,
			/\[emerg\].{0,30}(?:unknown directive|invalid|host not found|unexpected)|unknown directive "|flag provided but not defined|unknown (?:flag|shorthand flag):/,
			/yaml: (?:line|unmarshal)|toml: |cannot unmarshal .{1,60} into go struct field .{0,40}config/,
			/configmap "?[\w\-.]+"? not found|secret "?[\w\-./]+"? not found|couldn't find key \S{1,80} in|createcontainerconfigerror/,
		),
		reason: 'a setting that the program needs is missing or wrong',
		doubt: 'the setting is there and was before',
		weight: 4,
		command: describePods('shows the environment, mounts and events of each pod'),
		fits: {
			node: 'Environment variable PAYMENT_URL is undefined',
			python: 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
			kubernetes: 'Error: configmap "shop-settings" not found',
		},
		misfits: ['loaded configuration from /etc/shop/config.yaml', 'setting saved by user 17'],
	},
	{
		name: 'image cannot be pulled',
		pattern: /\bimagepullbackoff\b|\berrimagepull\b|\binvalidimagename\b|failed to pull (?:and unpack )?image|failed to resolve reference|manifest (?:unknown|for \S+ not found)|pull access denied/i,
		reason: 'the new pods cannot get their image',
		doubt: 'the image is on the node',
		weight: 4,
		command: describePods('shows the image and the registry\'s answer'),
		fits: {
			kubernetes: 'Error: ImagePullBackOff',
			docker: 'pull access denied for shop/api, repository does not exist or may require \'docker login\'',
			containerd: 'Failed to pull image "registry.example.com/shop:1": rpc error: code = NotFound',
		},
		misfits: ['image resized to 640x480', 'pulled image in 2 s'],
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
		doubt: 'the process has not been restarted',
		weight: 3,
		command: logs('--previous --tail=100', 'shows the last words of the process that died'),
		fits: {
			go: 'fatal error: all goroutines are asleep - deadlock!',
			rust: 'thread \'main\' panicked at src/main.rs:17:5:',
			linux: 'worker process 31 exited on signal 11 (core dumped)',
		},
		misfits: ['panic button pressed in hall 3 (drill)', 'process started'],
	},
	{
		name: 'crash loop',
		pattern: /\bcrashloopbackoff\b|back-off restarting failed container|(?:liveness|startup) probe failed|start request repeated too quickly|main process exited|entered failed state/i,
		reason: 'the process dies and is started again',
		doubt: 'no container was restarted',
		weight: 2,
		command: logs('--previous --tail=100', 'shows the last words of the process that died'),
		fits: {
			kubernetes: 'Back-off restarting failed container api in pod api-7f9_shop(1f2e)',
			kubelet: 'Liveness probe failed: HTTP probe failed with statuscode: 500',
			systemd: 'shop.service: Start request repeated too quickly.',
		},
		misfits: ['restart planned for Sunday', 'container started'],
	},
	{
		name: 'null pointer or missing field',
		pattern: either(
			/nullpointerexception|nil pointer dereference|nullreferenceexception|object reference not set/,
			/cannot read propert(?:y|ies) of (?:null|undefined)|undefined is not (?:a function|an object)|is not a function\b|typeerror: |is not iterable\b/,
			/'nonetype' object|nonetype has no attribute|keyerror: |attributeerror: |indexerror: |undefined method .{1,60} for nil|nomethoderror/,
			/classcastexception|indexoutofbounds(?:exception)?|index out of range|indexoutofrange/,
		),
		reason: 'the code meets a value that it does not expect',
		doubt: 'as many of them before the onset',
		weight: 2,
		command: rollout,
		fits: {
			java: 'java.lang.NullPointerException: Cannot invoke "Card.last4()" because "card" is null',
			node: 'TypeError: Cannot read properties of undefined (reading \'id\')',
			python: 'KeyError: \'segments\'',
		},
		misfits: ['pointer moved', 'field of 12 ha sold'],
	},
	{
		name: 'was shut down',
		pattern: either(
			/(?:received|caught|got) (?:signal )?\(?(?:sigterm|sigint|sigquit|signal 15|terminat)|\bsigterm\b|signal=terminated/,
			/(?:commencing |starting |begin\w* )?graceful shutdown|shutting down|shutdown (?:complete|requested|initiated|signal)|server stopped|stopping container|killing container|scaled (?:down|to 0)|exiting normally/,
		),
		reason: 'its last lines are those of a program that was asked to end',
		doubt: 'it writes again',
		weight: 2,
		isLastWord: true,
		command: describePods('shows whether pods are left, and why the others ended'),
		fits: {
			go: 'Received signal SIGTERM, shutting down',
			spring: 'Commencing graceful shutdown. Waiting for active requests to complete',
			kubernetes: 'Killing container with a grace period override',
		},
		misfits: ['shutdown of line 3 planned', 'server started'],
	},
];
