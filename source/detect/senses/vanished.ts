import {minuteMs} from '../minute.js';
import {idOf, type Past} from './past.js';
import {shareScore} from './share-score.js';
import type {Finding, Slice} from './types.js';

const weight = 1.5;
/** What comes more seldom is not missed. */
const minPerMinute = 1;
/** What was missing from one slice in five comes and goes: a batch, a job. */
const presence = 0.8;
/** Lines that could stand in a minute: so many that those that do are rare. */
const rareLines = 1e6;
/** So many lines must be expected now. */
const minExpected = 3;

/** A statement without its place in the file, which a new build moves. */
const baseOf = (key: string): string => key.replace(/[#:]\d+$/, '');

/** Lines of statements that the past does not know, by service and by what a new build leaves as it is. */
const countMoved = ({usual}: Slice, past: Past): ReadonlyMap<string, number> => {
	const moved = new Map<string, number>();
	for (const {service, key, count} of usual) {
		const id = idOf(service, baseOf(key));
		if (!past.usual.has(idOf(service, key))) {
			moved.set(id, (moved.get(id) ?? 0) + count);
		}
	}

	return moved;
};

/**
Usual patterns that stopped or shrank while the fleet went on: as shares of its lines, since load goes up and down.
Less than in every slice of the past, not only less than their mean; a change that the service itself announced is one made on purpose.
*/
export function findVanished(now: Slice, past: Past): readonly Finding[] {
	const counts = new Map(now.usual.map(usual => [idOf(usual.service, usual.key), usual]));
	const moved = countMoved(now, past);
	const switched = new Set(now.switched);
	const minutes = (now.endMs - now.startMs) / minuteMs;
	const findings: Finding[] = [];
	for (const [id, {service, key, text, count, slices, lowestShare}] of past.usual) {
		const expected = count * Math.min(now.lines / Math.max(1, past.lines), minutes / past.minutes);
		if (count / past.minutes < minPerMinute || slices < presence * past.slices.length || expected < minExpected || switched.has(service)) {
			continue;
		}

		const found = counts.get(id);
		const hits = (found?.count ?? 0) + (moved.get(idOf(service, baseOf(key))) ?? 0);
		// Of the fleet's lines and a minute: one service's storm makes all others' shares small, and a quiet night their rates.
		const score = Math.min(-shareScore(hits, now.lines, count, past.lines), -shareScore(hits, minutes * rareLines, count, past.minutes * rareLines));
		if (score <= 0 || hits / now.lines >= lowestShare) {
			continue;
		}

		findings.push({
			sense: 'vanished', service, key, text, score, blame: weight * score, onsetMs: found?.lastMs ?? now.startMs, observedPerMinute: hits / minutes, expectedPerMinute: expected / minutes,
		});
	}

	return findings;
}
