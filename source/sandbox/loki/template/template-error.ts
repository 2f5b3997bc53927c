/** A template that Go would refuse, or one that failed on a line. */
export class TemplateError extends Error {
	override readonly name = 'TemplateError';
}
