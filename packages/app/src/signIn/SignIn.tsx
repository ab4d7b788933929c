import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  Content,
  Header,
  InfoCard,
  Page,
  ProxiedSignInPage,
} from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  type IdentityApi,
  type SignInPageProps,
} from '@backstage/core-plugin-api';

/** Whom one may enter as, by the name of the provider. */
const PEOPLE = [
  {
    provider: 'guest',
    name: 'Guest',
    about: 'Of both teams and of the platform team: sees and does everything.',
    enter: 'Enter',
  },
  {
    provider: 'sam',
    name: 'Sam',
    about:
      'Of the shop team: runs load tests of the shop, and reads all others.',
    enter: 'Enter as Sam',
  },
  {
    provider: 'sarah',
    name: 'Sarah',
    about:
      'Of the search team: runs load tests of the search, and reads all others.',
    enter: 'Enter as Sarah',
  },
] as const;

const ENTERED_AS = 'portal:entered-as';

const useStyles = makeStyles(theme => ({
  people: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fit, minmax(260px, 1fr))',
  },
  about: { marginBottom: theme.spacing(2) },
}));

/** Asks whom one wants to be; who has entered stays so until they sign out. */
export function SignIn(props: SignInPageProps) {
  const { onSignInSuccess } = props;
  const classes = useStyles();
  const title = useApi(configApiRef).getOptionalString('app.title');
  const [entered, setEntered] = useState(
    () => localStorage.getItem(ENTERED_AS) ?? undefined,
  );
  const provider = PEOPLE.find(one => one.provider === entered)?.provider;
  if (provider) {
    return (
      <ProxiedSignInPage
        provider={provider}
        onSignInSuccess={identity => onSignInSuccess(forgetting(identity))}
      />
    );
  }
  return (
    <Page themeId="home">
      <Header title={title ?? 'Load tests'} />
      <Content>
        <div className={classes.people}>
          {PEOPLE.map(one => (
            <InfoCard key={one.provider} title={one.name}>
              <Typography className={classes.about}>{one.about}</Typography>
              <Button
                color="primary"
                variant="outlined"
                onClick={() => {
                  localStorage.setItem(ENTERED_AS, one.provider);
                  setEntered(one.provider);
                }}
              >
                {one.enter}
              </Button>
            </InfoCard>
          ))}
        </div>
      </Content>
    </Page>
  );
}

/** Who signs out is asked again. */
function forgetting(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: () => {
      localStorage.removeItem(ENTERED_AS);
      return identity.signOut();
    },
  };
}
