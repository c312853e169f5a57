import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { addMember, type Role } from '../../../api/team.ts';
import { t } from '../../../text/index.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Input, Select } from '../../../ui/field.tsx';
import { spreadProblem } from '../../../ui/form-problem.ts';
import { ProblemNote } from '../../../ui/problem-panel.tsx';

export const ROLES = Object.keys(t.team.roles) as Role[];

interface Values {
  email: string;
  role: Role;
}

export function InviteForm({ organization }: { organization: string }) {
  const form = useForm<Values>({ defaultValues: { email: '', role: 'viewer' } });
  const [failure, setFailure] = useState<unknown>(null);
  const { errors, isSubmitting } = form.formState;

  async function submit({ email, role }: Values) {
    setFailure(null);
    try {
      const isInvited = await addMember(organization, email, role);
      announce(isInvited ? t.team.invited : t.team.added);
      form.reset();
    } catch (error) {
      setFailure(spreadProblem(error, form.setError, { '/email': 'email', '/role': 'role' }));
    }
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
      <div className="grid items-start gap-4 sm:grid-cols-[1fr_12rem_auto]">
        <Field label={t.auth.email} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="off"
            {...form.register('email', { required: t.auth.required(t.auth.email) })}
          />
        </Field>
        <Field label={t.team.role} error={errors.role?.message}>
          <Select {...form.register('role')}>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {t.team.roles[role]}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" look="primary" busy={isSubmitting} className="sm:mt-6.5">
          {t.team.invite}
        </Button>
      </div>
      <ProblemNote error={failure} />
    </form>
  );
}
