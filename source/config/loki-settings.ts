import type {Settings} from './config.js';

/** The part of the settings that says where Loki is and who asks, in the words of its client. Undefined where no Loki is set. */
export function lokiSettings(settings: Settings) {
	const {lokiUrl, tenant, username, bearerTokenFile, caCertPath, clientCertPath, clientKeyPath, proxyUrl} = settings;
	if (lokiUrl === undefined) {
		return undefined;
	}

	const password = settings.password?.reveal();
	const bearerToken = settings.bearerToken?.reveal();
	const headers = settings.headers && Object.fromEntries(settings.headers.map(([name, value]) => [name, value.reveal()]));
	return {
		url: lokiUrl,
		isTlsVerified: !settings.isTlsSkipped,
		...(tenant !== undefined && {tenant}),
		...(username !== undefined && {username}),
		...(password !== undefined && {password}),
		...(bearerToken !== undefined && {bearerToken}),
		...(bearerTokenFile !== undefined && {bearerTokenFile}),
		...(headers !== undefined && {headers}),
		...(caCertPath !== undefined && {caCertPath}),
		...(clientCertPath !== undefined && {clientCertPath}),
		...(clientKeyPath !== undefined && {clientKeyPath}),
		...(proxyUrl !== undefined && {proxyUrl}),
	};
}
