import {readJson} from '../extract/json.js';
import {readLogfmt} from '../extract/logfmt.js';

/** Where a statement stands at the start of a line: behind time, level and thread, before the message. */
const headLength = 200;
const maxKeyLength = 120;

/** `Class#532`, `o.s.OrderService#65`: a class begins with a capital, an order does not. */
const classAndLine = /(?:^|[\s([])((?:[\w$]+\.){0,12}[A-Z][\w$]{0,80}#\d{1,5})(?=[\s),:\]]|$)/;
const fileAndLine = /(?:^|[\s([])([\w$\-./@\\]{1,100}\.(?:go|py|rb|rs|js|mjs|ts|java|kt|scala|cs|php|c|cc|cpp|ex|exs|swift):\d{1,6})(?=[\s),:\]]|$)/;
const callerFields = ['caller', 'source', 'src', 'logger_line', 'code.location'] as const;
const filePairs = [['file', 'line'], ['filename', 'lineno'], ['code.filepath', 'code.lineno'], ['log.origin.file.name', 'log.origin.file.line'], ['logging.googleapis.com/sourceLocation.file', 'logging.googleapis.com/sourceLocation.line']] as const;
const isCaller = /^[^\s:]{1,100}:\d{1,6}$/;

/** The folder and the file are enough: builds put different paths before them. */
const shorten = (key: string): string => key.split(/[/\\]/).slice(-2).join('/').slice(-maxKeyLength);

function fromFields(fields: ReadonlyMap<string, string>): string | undefined {
	const caller = callerFields.map(name => fields.get(name) ?? '').find(value => isCaller.test(value));
	if (caller !== undefined) {
		return shorten(caller);
	}

	for (const [file, line] of filePairs) {
		const name = fields.get(file) ?? '';
		const number = fields.get(line) ?? '';
		if (name !== '' && /^\d{1,6}$/.test(number)) {
			return shorten(`${name}:${number}`);
		}
	}

	return undefined;
}

/**
The statement of the program that wrote a line: `o.s.OrderService#65`, `cart/handler.go:88`. Undefined where the line does not tell.
Two statements of one text are two; a new build moves them.
*/
export function statementOf(line: string): string | undefined {
	const fields = readJson(line) ?? readLogfmt(line);
	if (fields) {
		return fromFields(fields);
	}

	const end = line.indexOf('\n');
	const head = line.slice(0, end === -1 ? headLength : Math.min(end, headLength));
	const found = classAndLine.exec(head)?.[1] ?? fileAndLine.exec(head)?.[1];
	return found === undefined ? undefined : shorten(found);
}
