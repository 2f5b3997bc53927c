/** Arithmetic as Loki does it: dividing by zero is not a number. */
export const applyArithmetic = (operator: string, left: number, right: number): number => {
	switch (operator) {
		case '+': {
			return left + right;
		}

		case '-': {
			return left - right;
		}

		case '*': {
			return left * right;
		}

		case '/': {
			return right === 0 ? NaN : left / right;
		}

		case '%': {
			return right === 0 ? NaN : left % right;
		}

		default: {
			return left ** right;
		}
	}
};

export const applyComparison = (operator: string, left: number, right: number): boolean => {
	switch (operator) {
		case '==': {
			return left === right;
		}

		case '!=': {
			return left !== right;
		}

		case '>': {
			return left > right;
		}

		case '>=': {
			return left >= right;
		}

		case '<': {
			return left < right;
		}

		default: {
			return left <= right;
		}
	}
};
