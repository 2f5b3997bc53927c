// Random sequences of real checks that fail in every way around them, killed at any moment: what arrives at Slack is held against what is true.
import type {ChildProcess} from 'node:child_process';
import {z} from 'zod';
import {
	closeWorlds,
	openWorld,
	quiet,
	type CheckWorld,
} from '../../test/commands/helpers/check-world.js';
import {
	answer,
	closeSlacks,
	isMarked,
	page,
	reset,
	startSlack,
	type Handler,
} from '../../test/commands/helpers/failing-slack.js';
import type {Ended} from '../../test/helpers/run-process.js';
import {startLiar, type Lie} from '../../test/helpers/liar.js';
import {createRandom} from '../../test/helpers/traffic.js';
import {headerOf, keyOf} from './message-header.js';

const services = ['payment', 'checkout', 'cart', 'search'] as const;
/** Checks of one sequence; in the last ones nothing fails. */
const checks = 11;
const honestChecks = 4;
/** How Loki fails; what lies without failing is played by `lying`, and what never answers by `week`. */
const failures: readonly Lie[] = ['refused', 'broken', 'reset', 'half', 'slow'];
/** More than one check sends. */
const maxDeliveries = 8;
/** A check takes about a second; later than this it has mostly ended. */
const killedWithinMs = 1600;
const killedExitCode = 137;
/** Refused questions are asked again for as long as that. */
const maxSeconds = 4;

/** What is true while things fail. */
const truths = ['calm', 'incident', 'incident-ends'] as const;
type Truth = typeof truths[number];

/** What is known of a message at its sender: `refused` is one that Slack surely did not take. */
type Fate = 'taken' | 'unclear' | 'refused';

const slackFaults: ReadonlyArray<readonly [fate: Fate, handler: Handler]> = [
	['refused', answer(400, 'invalid_payload')],
	['refused', answer(429, 'rate_limited', {'retry-after': '1'})],
	['unclear', answer(500, 'rollup_error')],
	['unclear', answer(502, '<html>Bad Gateway</html>')],
	['unclear', answer(200, page)],
	['unclear', answer(200, 'o', {'content-length': '2'})],
	['unclear', reset],
];

export type FailingResult = {
	readonly seed: number;
	readonly truth: Truth;
	/** What did not hold, a line each. */
	readonly troubles: readonly string[];
	/** What happened, a line a check. */
	readonly trail: readonly string[];
	readonly checks: number;
	readonly kills: number;
	readonly failedAnswers: number;
	readonly failedDeliveries: number;
};

type Message = {readonly header: string; readonly isMarked: boolean; readonly check: number; readonly fate: Fate};

/** Plays one sequence; the same seed plays the same faults, as far as processes end in the same order. */
export async function playFailing(seed: number): Promise<FailingResult> {
	const random = createRandom(seed);
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
	const truth = pick(truths);
	const startCheck = 2 + Math.floor(random() * 4);
	const failingShare = 0.1 + (random() * 0.4);
	const troubles: string[] = [];
	const trail: string[] = [];
	const messages: Message[] = [];
	const counted = {kills: 0, failedAnswers: 0};
	/** The process of the check under way. */
	const running: {child?: ChildProcess} = {};
	try {
		const world = await openWorld({hours: 2, services});
		const fail = (): Lie | undefined => {
			const failure = random() < failingShare ? pick(failures) : undefined;
			counted.failedAnswers += failure ? 1 : 0;
			return failure;
		};

		const [liar, slack] = await Promise.all([startLiar(world.loki.url, {now: world.nowMs}), startSlack()]);
		try {
			for (let check = 0; check < checks; check++) {
				const isHonest = check >= checks - honestChecks;
				liar.lieTo = isHonest ? undefined : fail;
				moveOn(world, {
					truth, check, startCheck, minutes: isHonest ? 8 : 1 + Math.floor(random() * 4),
				});
				const [fate, handler] = !isHonest && random() < 0.5 ? pick(slackFaults) : ['taken', answer(200, 'ok')] as const;
				// At the worst moment: the message is there, and the one who sent it never learns of it.
				const isKilledAtDelivery = !isHonest && random() < 0.2;
				const killAfterMs = !isHonest && !isKilledAtDelivery && random() < 0.35 ? random() * killedWithinMs : undefined;
				const handle: Handler = (request, response) => {
					const message = slack.messages.at(-1)!;
					messages.push({
						header: headerOf(message), isMarked: isMarked(message), check, fate,
					});
					if (isKilledAtDelivery) {
						running.child?.kill('SIGKILL');
					}

					handler(request, response);
				};

				slack.faults.splice(0, Infinity, ...Array.from({length: maxDeliveries}, () => handle));
				let timer: NodeJS.Timeout | undefined;
				const ended = await world.check(['--json', '--max-seconds', String(maxSeconds)], {LOKI_URL: liar.url, SLACK_WEBHOOK_URL: slack.url}, {
					onStart(child) {
						running.child = child;
						if (killAfterMs !== undefined) {
							timer = setTimeout(() => {
								child.kill('SIGKILL');
							}, killAfterMs);
						}
					},
				});
				clearTimeout(timer);
				const wasKilled = ended.exitCode === killedExitCode;
				counted.kills += wasKilled ? 1 : 0;
				const own = messages.filter(message => message.check === check);
				trail.push(`check ${check} ${isHonest ? 'honest' : 'failing'}: ${wasKilled ? 'killed' : ended.exitCode}, ${own.map(({header, fate: known, isMarked: marked}) => `${header} ${known}${marked ? ' repeat' : ''}`).join('; ')} | ${ended.stderr.trim().replaceAll('\n', ' / ')}`);
				troubles.push(...wasKilled ? [] : troublesOf(ended).map(trouble => `check ${check}: ${trouble}`));
			}
		} finally {
			await liar.close();
		}

		troubles.push(...falseOf(messages, {truth, startCheck}), ...lostOf(messages, truth), ...doublesOf(messages));
	} finally {
		await closeSlacks();
		await closeWorlds();
	}

	return {
		seed, truth, troubles, trail, checks, ...counted, failedDeliveries: messages.filter(({fate}) => fate !== 'taken').length,
	};
}

/** Lets time pass, with what is true in it. */
function moveOn(world: CheckWorld, {truth, check, startCheck, minutes}: {readonly truth: Truth; readonly check: number; readonly startCheck: number; readonly minutes: number}): void {
	const isOver = truth === 'incident-ends' && check >= checks - honestChecks + 1;
	world.setRates('payment', truth !== 'calm' && check >= startCheck && !isOver ? {lines: 60, errors: 45} : quiet);
	world.pass(minutes);
}

const documentSchema = z.object({status: z.enum(['calm', 'warning', 'critical', 'failed'])});

/** What a check that was not killed did which none may do. */
function troublesOf({exitCode, stdout, stderr}: Ended): readonly string[] {
	const document = documentSchema.safeParse(jsonOf(stdout));
	return [
		...exitCode === 0 || exitCode === 1 ? [] : [`exit code ${exitCode}`],
		...document.success ? [] : [`no document on stdout: ${JSON.stringify(stdout.slice(0, 200))}`],
		...document.success && (document.data.status === 'failed') !== (exitCode === 1) ? [`exit code ${exitCode} for ${document.data.status}`] : [],
		.../^\s+at .+:\d+:\d+/m.test(stderr) ? [`a stack: ${stderr.slice(0, 400)}`] : [],
	];
}

function jsonOf(written: string): unknown {
	try {
		return JSON.parse(written);
	} catch {
		return undefined;
	}
}

const isEnd = ({header}: Message): boolean => keyOf(header) === 'payment: resolved';

function falseOf(messages: readonly Message[], {truth, startCheck}: {readonly truth: Truth; readonly startCheck: number}): readonly string[] {
	const isTrue = (message: Message): boolean => isEnd(message)
		? truth === 'incident-ends' && message.check > checks - honestChecks
		: truth !== 'calm' && message.check >= startCheck && keyOf(message.header).startsWith('payment: ');
	return messages.filter(message => !isTrue(message)).map(({header, check}) => `false: ${header} of check ${check}`);
}

/** What is true and never arrived. */
function lostOf(messages: readonly Message[], truth: Truth): readonly string[] {
	const arrived = messages.filter(({fate}) => fate !== 'refused');
	return [
		...truth === 'calm' || arrived.some(message => !isEnd(message)) ? [] : ['lost: the incident'],
		...truth !== 'incident-ends' || arrived.some(message => isEnd(message)) ? [] : ['lost: its end'],
	];
}

/** What arrived, or may have, and came once more without saying that it may be a repeat. */
function doublesOf(messages: readonly Message[]): readonly string[] {
	const arrived = new Set<string>();
	const doubles: string[] = [];
	for (const {header, fate, check, isMarked: marked} of messages) {
		if (arrived.has(header) && !marked) {
			doubles.push(`twice: ${header} of check ${check}`);
		}

		if (fate !== 'refused') {
			arrived.add(header);
		}
	}

	return doubles;
}
