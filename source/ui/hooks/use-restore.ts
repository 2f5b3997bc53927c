import {createContext, useContext} from 'react';
import type {RestoreText} from '../../terminal/restored-text.js';

/** What stands behind the placeholders in a model's words; undefined where nobody knows. */
export const RestoreContext = createContext<RestoreText | undefined>(undefined);

export const useRestore = (): RestoreText | undefined => useContext(RestoreContext);
