import {
	deployment,
	kubectl,
	selectorArgument,
	shellWord,
	type CommandTarget,
} from '../shell.js';
import type {Signature} from './type.js';

type Command = Signature['command'];

/** One expression for any of several; case does not matter. */
export const either = (...patterns: readonly RegExp[]): RegExp => new RegExp(patterns.map(({source}) => source).join('|'), 'i');

export const describePods = (purpose: string): Command => target => ({text: kubectl(target, `describe pods ${selectorArgument(target)}`), purpose});
export const topPods = (purpose: string): Command => target => ({text: kubectl(target, `top pods ${selectorArgument(target)} --containers`), purpose});
export const exec = (run: string, purpose: string): Command => target => ({text: kubectl(target, `exec ${deployment(target)} -- ${run}`), purpose});
export const logs = (options: string, purpose: string): Command => target => ({text: kubectl(target, `logs ${deployment(target)} ${options}`), purpose});
export const rollout: Command = target => ({text: kubectl(target, `rollout history ${deployment(target)}`), purpose: 'shows what was rolled out, and when'});

const hostName = (host: string): string => host.replace(/:\d+$/, '');

/** An address is looked for whole, a name by its first part: endpoints bear the service's own name. */
const findable = (host: string): string => /^[\d.]+$/.test(hostName(host)) ? hostName(host) : hostName(host).split('.', 1)[0] ?? host;

export const endpoints = (purpose: string): Command => target => ({
	text: kubectl(target, target.host === undefined ? 'get pods,endpoints -o wide' : `get endpoints,pods -o wide | grep -F ${shellWord(findable(target.host))}`),
	purpose,
});

const lookup = ({host}: CommandTarget): string => host === undefined ? 'cat /etc/resolv.conf' : `getent hosts ${shellWord(hostName(host))}`;

export const resolve = (purpose: string): Command => target => exec(lookup(target), purpose)(target);

export const certificateDates = (purpose: string): Command => target => {
	const {host} = target;
	const address = host === undefined || host.includes(':') ? host : `${host}:443`;
	return address === undefined
		? {text: kubectl(target, 'get ingress,services -o wide'), purpose: 'shows the names that are served: ask each for its certificate'}
		: {text: `echo | openssl s_client -connect ${shellWord(address)} -servername ${shellWord(hostName(address))} 2>/dev/null | openssl x509 -noout -subject -dates`, purpose};
};

const activity = 'select pid, wait_event_type, state, now() - query_start as running, left(query, 80) as query from pg_stat_activity where ';

/** What PostgreSQL is busy with; which deployment is the database, the reader must know. */
export const databaseActivity = (condition: string, purpose: string): Command => target => ({
	text: kubectl(target, `exec ${deployment({...target, service: 'postgres'})} -- psql -c ${shellWord(activity + condition)}`),
	purpose: `${purpose} (PostgreSQL; set the deployment to your database)`,
});

/** A host behind a scheme, or behind words that introduce one if it has a dot or a port: `upstream timed out` names none. */
export const dialledHost = /(?:(?:dial(?:ing)? (?:tcp|udp)|connect(?:ing|ion)? to|connect|upstream|host|address|endpoint|econnrefused|to|from)[ "':=]{1,3}(?=[\w-]{1,80}[.:]\w)|\b[a-z][+a-z]{1,12}:\/\/)([\da-z][\w\-.]{1,80}(?::\d{2,5})?)/i;
