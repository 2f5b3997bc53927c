const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Busiest hour of the day, UTC. */
const peakHour = 17;
/** Swings around the mean: the day, and a second one that makes the day long and the night short. */
const dailySwing = 0.4;
const halfDailySwing = -0.06;

/**
How busy the shop is at a moment, 1 on the average of a day: .54 before dawn to 1.34 in the late afternoon.
It changes by less than a fifth in any hour, so that no hour looks like an event.
*/
export const dayShape = (timeMs: number): number => {
	const turn = (2 * Math.PI * ((timeMs - (peakHour * hourMs)) % dayMs)) / dayMs;
	return 1 + (dailySwing * Math.cos(turn)) + (halfDailySwing * Math.cos(2 * turn));
};
