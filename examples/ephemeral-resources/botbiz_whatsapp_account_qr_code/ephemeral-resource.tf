resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

ephemeral "botbiz_whatsapp_account_qr_code" "support" {
  account_id = botbiz_whatsapp_account.support.id
}

# Writes the QR code to support.png, once for each new account that has one. Terraform hides the output of the command.
resource "terraform_data" "hand_over" {
  triggers_replace = botbiz_whatsapp_account.support.id

  provisioner "local-exec" {
    command = "test -z \"$QR_CODE\" || printenv QR_CODE | base64 -d > support.png"
    environment = {
      QR_CODE = ephemeral.botbiz_whatsapp_account_qr_code.support.png_base64
    }
  }
}
