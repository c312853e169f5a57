import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../text/index.ts';
import { onAnnouncement, takeAnnouncements } from './announce.ts';

const manager = Toast.createToastManager();
const SHOWN_MS = 5000;

export function Toasts() {
  useEffect(() => {
    const show = () => {
      for (const announcement of takeAnnouncements()) manager.add(announcement);
    };
    show();
    return onAnnouncement(show);
  }, []);
  return (
    <Toast.Provider toastManager={manager} timeout={SHOWN_MS} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-4 bottom-4 z-50 flex flex-col-reverse gap-2 sm:start-auto sm:w-90">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className="rounded-lg border border-s-4 border-line bg-surface shadow-pop transition-[opacity,translate] duration-200 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-3 data-starting-style:opacity-0 border-s-brand"
    >
      <Toast.Content className="flex items-start gap-3 py-3 ps-4 pe-2">
        <div className="grid min-w-0 flex-1 gap-0.5">
          <Toast.Title className="text-sm font-semibold" />
          <Toast.Description className="text-[0.8125rem] wrap-anywhere text-ink-muted" />
        </div>
        {/* The library hides it while toasts lie on a stack; here they stand one above the other. */}
        <Toast.Close
          aria-label={t.actions.dismiss}
          aria-hidden={false}
          className="grid size-7 place-items-center rounded-md text-ink-muted hover:bg-hover"
        >
          <X aria-hidden="true" className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
