type Environment = Record<string, string | undefined>;

/**
Tells the colour library, which reads FORCE_COLOR when it loads, what this program's own setting and NO_COLOR (no-color.org) say.
It is read from the environment alone: the first frame is drawn before any file.
*/
export function applyColor(env: Environment): void {
	const own = env.LOKI_SENTINEL_COLOR;
	if (own === 'always' || own === 'never') {
		env.FORCE_COLOR = own === 'always' ? '1' : '0';
	} else if ((env.NO_COLOR ?? '') !== '') {
		env.FORCE_COLOR ??= '0';
	}
}
