import { useTranslation } from 'react-i18next';

/** What kind of thing an id names; rooms may bring kinds that have no word here yet. */
export function KindName({ kind }: { readonly kind: string }) {
  const { t } = useTranslation();
  return t(`ledger.kind.${kind}` as 'ledger.kind.person', { defaultValue: kind });
}
