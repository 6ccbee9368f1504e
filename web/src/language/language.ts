// The reader's language: Chinese unless another was chosen before on this device.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from '../messages/en.ts';
import { type Messages, zh } from '../messages/zh.ts';

export type Language = 'zh' | 'en';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Messages };
  }
}

const storageKey = 'hengjian.language';
const htmlLanguage: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

export async function startLanguage(): Promise<void> {
  i18next.on('languageChanged', (language) => applyToDocument(asLanguage(language)));
  await i18next.use(initReactI18next).init({
    lng: asLanguage(localStorage.getItem(storageKey)),
    resources: { zh: { translation: zh }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
}

export function useLanguage(): { readonly language: Language; readonly switchLanguage: () => void } {
  const { i18n } = useTranslation();
  const language = asLanguage(i18n.language);
  const switchLanguage = () => {
    const next = language === 'zh' ? 'en' : 'zh';
    localStorage.setItem(storageKey, next);
    void i18n.changeLanguage(next);
  };
  return { language, switchLanguage };
}

function applyToDocument(language: Language): void {
  const { name, promise } = (language === 'en' ? en : zh).product;
  document.documentElement.lang = htmlLanguage[language];
  document.title = `${name} · ${promise}`;
}

function asLanguage(value: string | null | undefined): Language {
  return value === 'en' ? 'en' : 'zh';
}
