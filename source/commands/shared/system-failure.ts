const words: Readonly<Record<string, string>> = {
	EMFILE: 'This shell lets a program open too few files. Raise its limit, for example with ulimit -n 1024, and run it again.',
	ENFILE: 'This machine has no room for more open files. Close what holds too many of them, or raise fs.file-max, and run it again.',
	ENOMEM: 'There is not enough memory. Give the program more, or close something else, and run it again.',
};

/** What to do about an error of the operating system that no part of the program answers for; undefined for any other. */
export function systemFailure(error: unknown): string | undefined {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const advice = words[code];
	return advice && `loki-sentinel cannot run (${code}). ${advice}`;
}
