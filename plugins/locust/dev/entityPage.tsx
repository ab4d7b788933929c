import Grid from '@material-ui/core/Grid';
import { EntityLayout } from '@backstage/plugin-catalog';
import { EntityLocustCard, EntityLocustContent } from '../src/legacy';

/** The page of a component as an app of the old frontend system has it. */
export const entityPage = (
  <EntityLayout>
    <EntityLayout.Route path="/" title="Overview">
      <Grid container>
        <Grid item xs={12} md={6}>
          <EntityLocustCard />
        </Grid>
      </Grid>
    </EntityLayout.Route>
    <EntityLayout.Route path="/load-tests" title="Load tests">
      <EntityLocustContent />
    </EntityLayout.Route>
  </EntityLayout>
);
