/** A setting is missing or wrong. The message says which, where it came from, and what is allowed; it holds no secret. */
export class SettingsError extends Error {
	override name = 'SettingsError';
}
