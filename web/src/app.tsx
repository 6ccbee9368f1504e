// What every page stands in: language, theme, queries and routes. Pages are loaded when they are first opened.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { LinkPage } from './account/link-page.tsx';
import { OidcReturnPage } from './account/oidc-return-page.tsx';
import { SignInPage } from './account/sign-in-page.tsx';
import { Allowed, SignedIn } from './account/signed-in.tsx';
import { Problem } from './api/problem.ts';
import { AskPage } from './ask/ask-page.tsx';
import { Frame } from './frame/frame.tsx';
import { useLanguage } from './language/language.ts';
import { PageMissing } from './states/page-missing.tsx';
import { theme } from './theme.ts';

const SearchPage = lazy(async () => ({ default: (await import('./search/search-page.tsx')).SearchPage }));
const LibraryPage = lazy(async () => ({ default: (await import('./library/library-page.tsx')).LibraryPage }));
const DeskPage = lazy(async () => ({ default: (await import('./desk/desk-page.tsx')).DeskPage }));
const SourcesPage = lazy(async () => ({ default: (await import('./sources/sources-page.tsx')).SourcesPage }));
const DocumentPage = lazy(async () => ({ default: (await import('./document/document-page.tsx')).DocumentPage }));
const LedgerPage = lazy(async () => ({ default: (await import('./ledger/ledger-page.tsx')).LedgerPage }));
const BackupPage = lazy(async () => ({ default: (await import('./backup/backup-page.tsx')).BackupPage }));
const AccountPage = lazy(async () => ({ default: (await import('./account/account-page.tsx')).AccountPage }));
const IncidentsPage = lazy(async () => ({ default: (await import('./incidents/incidents-page.tsx')).IncidentsPage }));
const ModelsPage = lazy(async () => ({ default: (await import('./models/models-page.tsx')).ModelsPage }));
const ConnectionsPage = lazy(async () => ({ default: (await import('./connections/connections-page.tsx')).ConnectionsPage }));
const RunPage = lazy(async () => ({ default: (await import('./runs/run-page.tsx')).RunPage }));
const PeoplePage = lazy(async () => ({ default: (await import('./people/people-page.tsx')).PeoplePage }));
const RightsPage = lazy(async () => ({ default: (await import('./rights/rights-page.tsx')).RightsPage }));
const ScenariosPage = lazy(async () => ({ default: (await import('./scenarios/scenarios-page.tsx')).ScenariosPage }));
const SecurityPage = lazy(async () => ({ default: (await import('./security/security-page.tsx')).SecurityPage }));
const StatusPage = lazy(async () => ({ default: (await import('./status/status-page.tsx')).StatusPage }));

const antLocales = { zh: zhCN, en: enUS };
/** Asking again cannot change what the server has decided; only silence is worth a second try. */
const retry = (failures: number, error: Error) => failures < 1 && error instanceof Problem && error.code === 'server-unreachable';
const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 10_000, refetchOnWindowFocus: false } } });

export function App() {
  const { language } = useLanguage();
  return (
    <ConfigProvider theme={theme} locale={antLocales[language]}>
      <AntApp component={false}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Routes>
              <Route path="sign-in" element={<SignInPage />} />
              <Route path="sign-in/callback" element={<OidcReturnPage />} />
              <Route path="link" element={<LinkPage />} />
              <Route element={<SignedIn />}>
                <Route element={<Frame />}>
                  <Route element={<Allowed permission="answers.ask" />}>
                    <Route index element={<AskPage />} />
                  </Route>
                  <Route element={<Allowed permission="documents.search" />}>
                    <Route path="search" element={<SearchPage />} />
                  </Route>
                  <Route element={<Allowed permission="documents.read" />}>
                    <Route path="library" element={<LibraryPage />} />
                    <Route path="library/:documentId" element={<DocumentPage />} />
                  </Route>
                  <Route element={<Allowed permission="documents.write" />}>
                    <Route path="library/desk" element={<DeskPage />} />
                  </Route>
                  <Route element={<Allowed permission="sources.manage" />}>
                    <Route path="library/sources" element={<SourcesPage />} />
                  </Route>
                  <Route element={<Allowed permission="ledger.read" />}>
                    <Route path="ledger" element={<LedgerPage />} />
                  </Route>
                  <Route element={<Allowed permission="backups.manage" />}>
                    <Route path="backup" element={<BackupPage />} />
                  </Route>
                  <Route element={<Allowed permission="changes.read" />}>
                    <Route path="people" element={<PeoplePage />} />
                  </Route>
                  <Route element={<Allowed permission="policy.read" />}>
                    <Route path="rights" element={<RightsPage />} />
                  </Route>
                  <Route element={<Allowed permission="models.read" />}>
                    <Route path="models" element={<ModelsPage />} />
                  </Route>
                  <Route element={<Allowed permission="connections.read" />}>
                    <Route path="connections" element={<ConnectionsPage />} />
                  </Route>
                  <Route element={<Allowed permission="scenarios.read" />}>
                    <Route path="scenarios" element={<ScenariosPage />} />
                  </Route>
                  <Route element={<Allowed permission="incidents.read" />}>
                    <Route path="incidents/:incidentId?" element={<IncidentsPage />} />
                  </Route>
                  <Route element={<Allowed permission="retention.read" />}>
                    <Route path="security" element={<SecurityPage />} />
                  </Route>
                  <Route element={<Allowed permission="status.read" />}>
                    <Route path="status" element={<StatusPage />} />
                  </Route>
                  <Route path="runs/:runId" element={<RunPage />} />
                  <Route path="account" element={<AccountPage />} />
                  <Route path="*" element={<PageMissing />} />
                </Route>
              </Route>
            </Routes>
          </BrowserRouter>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
