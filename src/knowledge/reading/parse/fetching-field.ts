/** Instructions of fields whose content the office program fetches when the file is opened. */
export const fetchingField = /^\s*(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b/i;
