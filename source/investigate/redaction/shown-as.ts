import type {EvidenceLine} from '../../facts/evidence.js';

/** A line together with the text that the model was shown, where that is another. */
export const withShown = (line: EvidenceLine, text = line.line): EvidenceLine => text === line.line ? line : {...line, shownAs: text};
