/** What people type, for the help of a command and the manual page. */
export const examples: Readonly<Record<string, ReadonlyArray<readonly [line: string, what: string]>>> = {
	watch: [
		['loki-sentinel --loki-url https://loki.example.com --namespace production', 'watch one namespace'],
		['loki-sentinel --selector \'{cluster="eu", app=~"pay.*"}\'', 'watch what a selector matches'],
		['loki-sentinel -c', 'go on where the last session ended'],
	],
	check: [
		['loki-sentinel check --namespace production --fail-on critical', 'for a pipeline: exit with 3 where something critical is open'],
		['loki-sentinel check --json | jq .incidents', 'what is wrong, as JSON'],
		['loki-sentinel check --every 1m --metrics-port 9090', 'as a service, with Prometheus metrics'],
	],
	demo: [
		['loki-sentinel demo', 'the whole journey, without a Loki or a key'],
		['loki-sentinel demo --incident slow-dependency', 'another incident; list names them'],
	],
	doctor: [
		['loki-sentinel doctor --profile eu', 'what is wrong with these settings, and how to fix it'],
	],
	setup: [
		['loki-sentinel setup --profile eu', 'store the settings of a Loki under a name'],
	],
	incidents: [
		['loki-sentinel incidents', 'what was seen on this machine'],
		['loki-sentinel incidents --export ID > incident.md', 'one of them as Markdown'],
	],
	completion: [
		['source <(loki-sentinel completion bash)', 'in ~/.bashrc; the same with zsh in ~/.zshrc'],
		['loki-sentinel completion fish > ~/.config/fish/completions/loki-sentinel.fish', 'for fish'],
	],
};
