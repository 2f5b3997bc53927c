/** Where Slack's incoming webhooks live. */
const slackHosts: readonly string[] = ['hooks.slack.com', 'hooks.slack-gov.com'];

/**
What is wrong with a webhook URL, as half a sentence that never repeats it; undefined where nothing is.
Allowed are Slack's own hosts over https, this machine, and the hosts that the user adds (`host` or `host:port`).
*/
export function checkWebhookUrl(url: string, allowedHosts: readonly string[] = []): string | undefined {
	const parsed = URL.canParse(url) ? new URL(url) : undefined;
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
		return 'it does not read as an https URL';
	}

	if (parsed.username !== '' || parsed.password !== '') {
		return 'it must not hold user:password@';
	}

	const isAdded = allowedHosts.some(host => [parsed.host, parsed.hostname].includes(host.trim().toLowerCase()));
	if (isAdded || isLoopback(parsed.hostname)) {
		return undefined;
	}

	if (!slackHosts.includes(parsed.host)) {
		return `its host is none of ${slackHosts.join(', ')}, this machine, and the hosts allowed in the settings`;
	}

	return parsed.protocol === 'https:' ? undefined : 'it must begin with https://';
}

/** The address as it may be shown: everyone who knows the path can post. */
export function webhookLabel(url: string): string {
	return URL.canParse(url) ? `${new URL(url).host}/.../****` : '****';
}

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
