// A small button of one thing in a list: who hears it alone hears what it is done to.
import { Button, type ButtonProps } from 'antd';

interface Properties extends Omit<ButtonProps, 'aria-label' | 'children' | 'size'> {
  readonly label: string;
  readonly of: string;
}

export function ItemButton({ label, of, ...rest }: Properties) {
  return (
    <Button size="small" aria-label={`${label} ${of}`} {...rest}>
      {label}
    </Button>
  );
}
