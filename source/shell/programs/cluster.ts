import {
	changes,
	reads,
	reveals,
	sendsAway,
	showsEnvironment,
	showsSecrets,
	unknown,
	type Judge,
} from '../judgement.js';
import {readOptions, valuesOf} from '../options.js';
import {isSecretPath} from '../secret-paths.js';
import {unknownOption} from './simple.js';

const kubectlOptions = '-n: --namespace: --context: --cluster: --user: --as: --request-timeout: -A --all-namespaces -o: --output: -l: --selector: --field-selector: -w --watch --sort-by: --show-labels --no-headers --show-managed-fields --ignore-not-found --chunk-size: -L: --label-columns: --subresource: -c: --container: --previous -p --since: --since-time: --tail: --timestamps --all-containers --prefix --max-log-requests: --containers --sum --revision: --timeout: --for: --types: --follow --template: --recursive --limit-bytes: --all-pods --show-kind -q --quiet --client --short';

const reading = /^(?:get|describe|logs?|top|events|version|api-resources|api-versions|explain|cluster-info|wait)$/;
const readingPairs = /^(?:rollout (?:history|status)|auth (?:can-i|whoami)|config (?:get-contexts|current-context|get-clusters|view))$/;

/** `secret`, `secrets/x`, `pods,secrets`, `secrets.v1.`: also what other kinds of resources call so. */
const isSecretKind = (word: string): boolean => /secret/i.test(word.split('/', 1)[0] ?? '');

const exec: Judge = ({args, isFed, judgeWords}) => {
	const end = args.indexOf('--');
	const options = end === -1 ? undefined : readOptions(args.slice(0, end), `${kubectlOptions} -i -t --stdin --tty`);
	const words = end === -1 ? [] : args.slice(end + 1);
	if (end === -1 || words.length === 0) {
		return unknown('runs a program in a container');
	}

	const judged = judgeWords(words);
	return options && options.operands.length <= 2 ? (isFed && judged.effect === 'reads' ? unknown('writes into a program in a container') : judged) : (judged.effect === 'reads' ? unknownOption : judged);
};

const kubectl: Judge = call => {
	const {args} = call;
	if (args.includes('exec')) {
		const isFirst = readOptions(args.slice(0, args.indexOf('exec')), kubectlOptions)?.operands.length === 0;
		return isFirst ? exec({...call, args: args.filter((_, index) => index !== args.indexOf('exec'))}) : unknownOption;
	}

	if (args.includes('port-forward') || args.includes('proxy')) {
		return sendsAway;
	}

	// With logs, `-f` follows; elsewhere it names a file or an address.
	const options = readOptions(args, args.includes('logs') || args.includes('log') ? `${kubectlOptions} -f` : (args.includes('view') ? `${kubectlOptions} --raw --minify` : kubectlOptions));
	if (!options) {
		return args.some(arg => /^secrets?\b/i.test(arg)) ? showsSecrets : unknownOption;
	}

	const [verb = '', object = ''] = options.operands;
	const isPair = readingPairs.test(`${verb} ${object}`);
	if (!isPair && !reading.test(verb)) {
		return verb === 'create' && object === 'token' ? showsSecrets : unknown('it is a verb that is not on the list of those that read');
	}

	if ((/^(?:get|describe|events|wait)$/.test(verb) && options.operands.slice(1).some(word => isSecretKind(word))) || options.values.has('--raw')) {
		return showsSecrets;
	}

	const readsFile = valuesOf(options, '-o', '--output').some(format => format.includes('-file'));
	return readsFile || (verb === 'cluster-info' && object !== '') ? unknownOption : reads;
};

const helm: Judge = ({args}) => {
	const options = readOptions(args, '-n: --namespace: -A -a --all --all-namespaces -o: --output: --max: --revision: --kube-context: --filter: -q --deployed --failed --pending --superseded --date -r --short --time-format:');
	const [verb = '', object = ''] = options?.operands ?? [];
	if (verb === 'get' && /^(?:values|manifest|all|hooks)$/.test(object)) {
		return showsSecrets;
	}

	return /^(?:list|ls|status|history|hist|version)$/.test(verb) || /^get (?:notes|metadata)$/.test(`${verb} ${object}`) ? reads : unknownOption;
};

const dockerPairs = /^(?:system (?:df|info)|network (?:ls|list)|volume (?:ls|list)|image (?:ls|list)|container (?:ls|list|logs|top|stats|port|diff)|compose (?:ps|logs|top|images|ls|events))$/;

const docker: Judge = ({args, judgeWords}) => {
	if (args[0] === 'exec') {
		const options = readOptions(args.slice(1), '-i -t -u: --user: -w: --workdir:', {untilOperand: true});
		const words = options?.operands.slice(1) ?? [];
		return words.length > 0 ? judgeWords(words) : unknown('runs a program in a container');
	}

	if (args[0] === 'push' || args.slice(0, 2).join(' ') === 'image push') {
		return sendsAway;
	}

	const spec = '-a -n: -f: -q -l -s -t --all --filter: --format: --no-trunc --tail: --since: --until: --follow --timestamps --no-stream --quiet --latest --size -v --services --no-color';
	const isFollowing = args.includes('logs') || args.includes('compose');
	const options = readOptions(args, isFollowing ? spec.replace('-f:', '-f') : spec);
	const [verb = '', object = ''] = options?.operands ?? [];
	if (verb === 'inspect') {
		const formats = valuesOf(options, '-f', '--format');
		return formats.length > 0 && formats.every(format => /^\{\{\s*(?:json\s+)?\.(?:State|RestartCount|NetworkSettings|HostConfig\.Memory|Created|Image|Name|Id)[\w.]*\s*\}\}$/.test(format)) ? reads : showsEnvironment;
	}

	if (verb === 'compose' && object === 'config') {
		return showsSecrets;
	}

	return options && (/^(?:ps|logs|stats|top|images|info|version|events|port|diff)$/.test(verb) || dockerPairs.test(`${verb} ${object}`)) ? reads : unknownOption;
};

/** What the words of a cloud's program mean: groups of things, then a verb. */
const cloudWords = (args: readonly string[]): readonly string[] => {
	const end = args.findIndex(arg => arg.startsWith('-'));
	return end === -1 ? args : args.slice(0, end);
};

/** Options that send the request, or what is signed, to somewhere else, or read it from a file. */
const foreignOption = /^--(?:endpoint-url|cli-input-\w+|generate-cli-skeleton|ca-bundle|debug|flags-file|impersonate-service-account|access-token-file|account)\b|file:\/\//;

const aws: Judge = ({args}) => {
	const [service = '', verb = ''] = cloudWords(args);
	if ((/^(?:secretsmanager|ssm)$/.test(service) && verb.startsWith('get-')) || /^get-(?:session-token|login-password|authorization-token|federation-token|password-data|secret-value)/.test(verb)) {
		return showsSecrets;
	}

	if (service === 's3' && /^(?:cp|sync|mv)$/.test(verb)) {
		return sendsAway;
	}

	if (/^(?:list-functions|describe-task-definition)$/.test(verb) || args.some(arg => /userdata/i.test(arg))) {
		return showsEnvironment;
	}

	const isReading = /^(?:describe|list)-[\w-]+$/.test(verb)
		|| /^(?:s3 ls|sts get-caller-identity|cloudwatch get-metric-(?:statistics|data)|logs (?:filter-log-events|get-log-events|tail)|sqs get-queue-attributes|health describe-events)$/.test(`${service} ${verb}`);
	return isReading && args.every(arg => !foreignOption.test(arg)) ? reads : unknownOption;
};

const gcloudGroups = /^(?:alpha|beta|compute|instances|sql|operations|container|clusters|node-pools|logging|logs|run|services|revisions|projects|pubsub|topics|subscriptions|functions|monitoring|dns|managed-zones|record-sets|forwarding-rules|backend-services|health-checks|redis|disks|networks|firewall-rules|app|versions|databases|config)$/;

const gcloud: Judge = ({args}) => {
	const words = cloudWords(args);
	if (words[0] === 'secrets' || words.some(word => /print-(?:access|identity)-token/.test(word))) {
		return showsSecrets;
	}

	const verb = words.find(word => !gcloudGroups.test(word)) ?? '';
	return /^(?:list|describe|read|get-health)$/.test(verb) && words.indexOf(verb) > 0 && args.every(arg => !foreignOption.test(arg)) ? reads : unknownOption;
};

const azureGroups = /^(?:vm|aks|network|lb|vnet|nic|public-ip|monitor|metrics|activity-log|group|resource|sql|db|server|postgres|mysql|flexible-server|redis|container|functionapp|webapp|account|disk)$/;

const azure: Judge = ({args}) => {
	const words = cloudWords(args);
	if (words[0] === 'keyvault' || words.some(word => /^(?:keys|get-access-token|list-keys|appsettings|connection-string|credential)$/.test(word))) {
		return showsSecrets;
	}

	const verb = words.find(word => !azureGroups.test(word)) ?? '';
	return /^(?:list|show)$/.test(verb) && words.indexOf(verb) > 0 && args.every(arg => !foreignOption.test(arg)) ? reads : unknownOption;
};

const gitVerbs: Readonly<Record<string, string>> = {
	log: '-n: -p --oneline --since: --until: --author: --stat --format: --pretty --graph --all --name-only --name-status --merges --no-merges --decorate -S: -G: --grep: --after: --before: -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -20 -50',
	diff: '--stat --name-only --name-status --cached --staged -w -U: --shortstat',
	show: '--stat --name-only --name-status --oneline --format: -s',
	status: '-s -b --short --branch --porcelain',
	blame: '-L: -w -C -M',
	'rev-parse': '--short --abbrev-ref --verify',
	describe: '--tags --always --long',
	shortlog: '-s -n -e',
};

const git: Judge = call => {
	const [verb = '', ...args] = call.args;
	if (verb === 'config' && args.some(arg => /^(?:--list|-l)$/.test(arg))) {
		return showsSecrets;
	}

	if (args.some(arg => isSecretPath(arg))) {
		return showsSecrets;
	}

	const spec = Object.hasOwn(gitVerbs, verb) ? gitVerbs[verb] : undefined;
	return spec !== undefined && readOptions(args, spec) ? reads : unknownOption;
};

/** Kubernetes, containers, clouds and repositories. */
export const clusterPrograms: Readonly<Record<string, Judge>> = {
	kubectl, oc: kubectl, k: kubectl, helm, docker, podman: docker, nerdctl: docker, aws, gcloud, az: azure, git,
	crictl: ({args}) => /^(?:ps|pods|images|logs|stats|info|version)$/.test(args[0] ?? '') && readOptions(args, '-a -q --tail: -f -n: --since: -o: --name:') ? reads : unknownOption,
	'docker-compose': call => docker({...call, args: ['compose', ...call.args]}),
	nomad: ({args}) => /^(?:(?:job|node|alloc|server) (?:status|members|logs)|status)\b/.test(args.join(' ')) && readOptions(args, '-short -verbose -tail -n:') ? reads : unknownOption,
	consul: ({args}) => /^(?:members|operator raft list-peers|catalog (?:services|nodes)|info)$/.test(args.filter(arg => !/^-(?:detailed|wan)$/.test(arg)).join(' ')) ? reads : unknownOption,
	vault: ({args}) => /^(?:status|operator raft list-peers)$/.test(args.join(' ')) ? reads : (/^(?:kv get|read|print token)\b/.test(args.join(' ')) ? showsSecrets : unknownOption),
	etcdctl({args}) {
		const options = readOptions(args, '--endpoints: --cacert: --write-out: -w: --cluster --prefix --keys-only --limit: --cert: --key:');
		const words = options?.operands.slice(0, 2).join(' ') ?? '';
		return /^get\b/.test(words) ? showsSecrets : (/^(?:endpoint (?:health|status)|member list|alarm list)$/.test(words) ? reads : unknownOption);
	},
	terraform: ({args}) => /^(?:version|providers|validate)$/.test(args.join(' ')) ? reads : (/^(?:output|show|state)$/.test(args[0] ?? '') ? reveals('shows the state, in which secrets often are') : changes('changes infrastructure')),
};
