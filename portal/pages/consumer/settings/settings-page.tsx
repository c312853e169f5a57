import { useQuery } from '@tanstack/react-query';
import { organizationQuery } from '../../../api/organization.ts';
import { t } from '../../../text/index.ts';
import { TextLink } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/card.tsx';
import { Page } from '../../../ui/page.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { useOrganization } from '../organization.ts';
import { EndingPanel } from './ending-panel.tsx';
import { GeneralForm } from './general-form.tsx';
import { ServiceTokensPanel } from './service-tokens-panel.tsx';

export function SettingsPage() {
  const organization = useOrganization();
  const query = useQuery(organizationQuery(organization.id));
  return (
    <Page title={t.settings.title} hint={t.settings.hint} width="narrow">
      <Panel title={t.settings.general}>
        <QueryView query={query}>{(data) => <GeneralForm organization={data} />}</QueryView>
      </Panel>
      <ServiceTokensPanel />
      <Panel title={t.settings.data} hint={t.settings.dataHint}>
        <p className="text-sm">
          <TextLink to="/account">{t.settings.toAccount}</TextLink>
        </p>
      </Panel>
      <EndingPanel />
    </Page>
  );
}
