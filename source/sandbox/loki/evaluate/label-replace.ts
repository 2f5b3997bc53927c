import {compileGoRegex} from '../go-regex/go-regex.js';
import {labelSet, labelValue} from '../labels.js';
import type {LabelReplace} from '../../../logql/ast.js';
import type {Series} from './series.js';

/** A replacement with Go's references: $1, ${1}, $name, ${name}, $$. */
const expand = (replacement: string, match: RegExpExecArray, names: ReadonlyArray<string | undefined>): string =>
	replacement.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (_, braced: string | undefined, bare: string | undefined) => {
		const name = braced ?? bare;
		if (name === undefined) {
			return '$';
		}

		const index = /^\d+$/.test(name) ? Number(name) : names.indexOf(name) + 1;
		return index === 0 && name !== '0' ? '' : (match[index] ?? '');
	});

/** Label_replace: where the source label fits the expression, the target gets the replacement. */
export const replaceLabels = ({target, replacement, source, pattern}: LabelReplace, inner: readonly Series[]): Series[] => {
	const {expression, groupNames} = compileGoRegex(pattern, {isAnchored: true});
	return inner.map(series => {
		const match = expression.exec(labelValue(series.labels, source));
		if (!match) {
			return series;
		}

		const value = expand(replacement, match, groupNames);
		const others = series.labels.labels.filter(([name]) => name !== target);
		return {...series, labels: labelSet(value === '' ? others : [...others, [target, value]])};
	});
};
